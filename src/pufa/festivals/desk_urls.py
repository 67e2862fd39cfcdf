"""Addresses at the desk, below /desk/forums/."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pufa.festivals.views import desk

app_name = "festivals_desk"
urlpatterns = decorate_urlpatterns(
    [
        path("", desk.forums, name="forums"),
        path("new/", desk.new, name="new"),
        path("<int:pk>/", desk.forum, name="forum"),
        path("<int:pk>/announce/", desk.announce, name="announce"),
        path("<int:pk>/group/", desk.group, name="group"),
        path("files/<int:pk>/", desk.handout, name="handout"),
        path("files/<int:pk>/remove/", desk.remove_handout, name="remove_handout"),
        path("<int:pk>/badges.pdf", desk.badges, name="badges"),
        path("<int:pk>/minutes.docx", desk.minutes, name="minutes"),
        path("exhibitions/", desk.exhibitions, name="exhibitions"),
        path("exhibitions/<int:pk>/", desk.exhibition, name="exhibition"),
        path("exhibitions/<int:pk>/<str:paper>.zip", desk.prints, name="prints"),
        path("panels/<int:pk>/", desk.panel, name="panel"),
        path("panels/<int:pk>/submit/", desk.submit, name="submit"),
    ],
    never_cache,
)

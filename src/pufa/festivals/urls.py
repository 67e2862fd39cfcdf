"""Public addresses, below /forums/."""

from django.urls import path, re_path

from pufa.festivals.views import public

app_name = "festivals"
urlpatterns = [
    path("", public.forums, name="forums"),
    path("registered/<str:code>/", public.registration, name="registration"),
    path("exhibitions/<slug:slug>/", public.exhibition, name="exhibition"),
    path("exhibitions/<slug:slug>/<int:pk>/", public.panel, name="panel"),
    path("<slug:slug>/", public.forum, name="forum"),
    re_path(r"^(?P<slug>[-\w]+)/files/(?P<pk>\d+)\.(?P<suffix>pdf|docx|pptx|xlsx)$", public.handout, name="handout"),
    path("<slug:slug>/live/", public.live, name="live"),
    path("<slug:slug>/agenda.ics", public.calendar, name="calendar"),
]

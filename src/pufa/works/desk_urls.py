"""Addresses at the desk, below /desk/works/."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pufa.works.views import desk, uploads

app_name = "works_desk"
urlpatterns = decorate_urlpatterns(
    [
        path("", desk.works, name="works"),
        path("works.xlsx", desk.export, name="file"),
        path("new/", desk.new, name="new"),
        path("<int:pk>/", desk.work, name="work"),
        path("<int:pk>/upload/", uploads.begin, name="begin_upload"),
        path("uploads/<uuid:token>/", uploads.upload, name="upload"),
        path("<int:pk>/submit/", desk.submit, name="submit"),
        path("heritage/", desk.heritage, name="heritage"),
        path("heritage/new/", desk.new_heritage, name="new_heritage"),
        path("heritage/<int:pk>/", desk.heritage_one, name="heritage_one"),
        path("heritage/<int:pk>/submit/", desk.submit_heritage, name="submit_heritage"),
        path("requests/", desk.requests, name="requests"),
        path("requests/<int:pk>/", desk.one_request, name="request"),
    ],
    never_cache,
)

"""Addresses at the desk, below /desk/lectures/."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pufa.lectures.views import desk

app_name = "lectures_desk"
urlpatterns = decorate_urlpatterns(
    [
        path("", desk.visits, name="visits"),
        path("visits.xlsx", desk.export, name="file"),
        path("new/", desk.plan, name="plan"),
        path("import/", desk.take_over, name="import"),
        path("<int:pk>/", desk.visit, name="visit"),
        path("<int:pk>/slips.pdf", desk.slips, name="slips"),
        path("kits/", desk.kits, name="kits"),
        path("kits/new/", desk.new_kit, name="new_kit"),
        path("kits/<int:pk>/", desk.kit, name="kit"),
        path("kits/<int:pk>/submit/", desk.submit_kit, name="submit_kit"),
        path("lecturers/", desk.roster, name="roster"),
        path("devices/", desk.devices, name="devices"),
        path("devices/<int:pk>/revoke/", desk.revoke, name="revoke"),
    ],
    never_cache,
)

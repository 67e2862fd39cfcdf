"""Addresses at the desk, below /desk/conventions/."""

from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pufa.pledges.views import desk

app_name = "pledges_desk"
urlpatterns = decorate_urlpatterns(
    [
        path("", desk.conventions, name="conventions"),
        path("new/", desk.new, name="new"),
        path("<int:pk>/", desk.convention, name="convention"),
        path("<int:pk>/submit/", desk.submit, name="submit"),
        path("<int:pk>/invite/", desk.invite, name="invite"),
        path("<int:pk>/import/", desk.take_over, name="import"),
        path("<int:pk>/signatures/", desk.signatures, name="signatures"),
        path("<int:pk>/signatures.xlsx", desk.export, name="file"),
        path("certificates/<int:pk>.pdf", desk.certificate, name="certificate"),
        path("reports/", desk.breaches, name="breaches"),
        path("reports/<int:pk>/", desk.breach, name="breach"),
        re_path(r"^reports/(?P<pk>\d+)/(?P<name>hear|close)/$", desk.breach_step, name="breach_step"),
    ],
    never_cache,
)

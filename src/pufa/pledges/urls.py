"""Public addresses, below /conventions/."""

from django.urls import path, re_path

from pufa.pledges.views import public

app_name = "pledges"
urlpatterns = [
    path("", public.conventions, name="conventions"),
    path("wall/", public.wall, name="wall"),
    path("badge/<str:number>.svg", public.badge, name="badge"),
    path("check/<str:number>/<str:mark>/", public.check, name="check"),
    path("reports/<str:code>/", public.reported, name="reported"),
    path("<slug:slug>/", public.convention, name="convention"),
    path("<slug:slug>/editions/<int:number>/", public.edition, name="edition"),
    path("<slug:slug>/report/<str:number>/", public.report, name="report"),
    re_path(r"^(?P<slug>[-\w]+)/signatories\.(?P<kind>csv|json)$", public.open_data, name="open_data"),
]

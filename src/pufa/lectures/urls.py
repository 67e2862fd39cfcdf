"""Public addresses, below /lectures/."""

from django.urls import path, re_path

from pufa.lectures.views import field, public

app_name = "lectures"
urlpatterns = [
    path("", public.kits, name="kits"),
    path("rate/<str:code>/", public.rate, name="rate"),
    path("field/", field.shell, name="field"),
    path("field/sw.js", field.worker, name="worker"),
    path("field/manifest.webmanifest", field.manifest, name="manifest"),
    path("field/api/link", field.link, name="link"),
    path("field/api/pack", field.pack, name="pack"),
    path("field/api/visits", field.report, name="report"),
    path("<slug:slug>/", public.kit, name="kit"),
    re_path(r"^(?P<slug>[-\w]+)/kit\.(?P<kind>pdf|zip|epub)$", public.kit_file, name="kit_file"),
]

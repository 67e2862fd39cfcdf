"""Public addresses, below /works/."""

from django.urls import path, re_path

from pufa.works.views import public

app_name = "works"
urlpatterns = [
    path("", public.works, name="works"),
    path("awards/", public.awards, name="awards"),
    re_path(r"^awards\.(?P<kind>csv|json)$", public.open_data, name="open_data"),
    path("heritage/", public.heritage, name="heritage"),
    path("heritage/<slug:slug>/", public.heritage_one, name="heritage_one"),
    path("<slug:slug>/", public.work, name="work"),
    path("<slug:slug>/captions.vtt", public.captions, name="captions"),
]

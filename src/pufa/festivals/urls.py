"""Public addresses, below /forums/."""

from django.urls import path

from pufa.festivals.views import public

app_name = "festivals"
urlpatterns = [
    path("", public.forums, name="forums"),
    path("registered/<str:code>/", public.registration, name="registration"),
    path("exhibitions/<slug:slug>/", public.exhibition, name="exhibition"),
    path("exhibitions/<slug:slug>/<int:pk>/", public.panel, name="panel"),
    path("<slug:slug>/", public.forum, name="forum"),
    path("<slug:slug>/live/", public.live, name="live"),
    path("<slug:slug>/agenda.ics", public.calendar, name="calendar"),
]

"""Public addresses, below /activities/."""

from django.urls import path, re_path

from pufa.events.views import public

app_name = "events"
urlpatterns = [
    path("", public.activities, name="activities"),
    path("map/", public.by_district, name="map"),
    path("calendar.ics", public.calendar, name="calendar"),
    path("feed.json", public.feed, name="feed"),
    re_path(r"^activities\.(?P<kind>csv|json)$", public.open_data, name="open_data"),
    path("signed/<str:code>/", public.sign_up, name="sign_up"),
    path("campaigns/<slug:slug>/", public.campaign, name="campaign"),
    path("campaigns/<slug:slug>/<int:pk>/", public.theme_day, name="theme_day"),
    path("<int:pk>/", public.activity, name="activity"),
    path("<int:pk>/activity.ics", public.one_calendar, name="one_calendar"),
]

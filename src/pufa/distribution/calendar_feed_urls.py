"""The calendar for people's own programs, below /calendar/: a secret address instead of a sign-in."""

from django.urls import re_path

from pufa.distribution import calendar_views

app_name = "calendar_feed"
urlpatterns = [re_path(r"^(?P<token>[A-Za-z0-9_-]{43})\.ics$", calendar_views.feed, name="ics")]

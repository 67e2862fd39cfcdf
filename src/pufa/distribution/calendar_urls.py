"""Addresses of the calendar, below /desk/calendar/; registered by `wagtail_hooks`."""

from django.urls import path

from pufa.distribution import calendar_views

app_name = "calendar"
urlpatterns = [
    path("", calendar_views.calendar, name="calendar"),
    path("move/", calendar_views.move, name="move"),
    path("feed/", calendar_views.feed_of_person, name="feed"),
    path("slots/", calendar_views.slots, name="slots"),
    path("days/", calendar_views.days, name="days"),
    path("days/export/", calendar_views.export_days, name="export_days"),
    path("days/import/", calendar_views.import_days, name="import_days"),
    path("days/new/", calendar_views.day, name="new_day"),
    path("days/<int:pk>/", calendar_views.day, name="day"),
    path("days/<int:pk>/remove/", calendar_views.remove_day, name="remove_day"),
]

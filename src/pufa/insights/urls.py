"""Addresses of the app for everybody."""

from django.urls import path, re_path

from pufa.insights import views

app_name = "insights"
urlpatterns = [
    path("", views.figures, name="figures"),
    re_path(r"^(?P<code>[\w-]+)\.(?P<form>csv|xlsx)$", views.rows_file, name="file"),
    path("<slug:code>/", views.figure_rows, name="rows"),
]

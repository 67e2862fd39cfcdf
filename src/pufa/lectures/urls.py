"""Public addresses."""

from django.urls import URLPattern

app_name = "lectures"
urlpatterns: list[URLPattern] = []

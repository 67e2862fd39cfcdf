"""Addresses of the figures at the desk."""

from django.urls import URLPattern

app_name = "insights_desk"
urlpatterns: list[URLPattern] = []

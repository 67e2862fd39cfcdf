"""Addresses of the app: the living page and its examples."""

from django.urls import path

from pufa.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.living_page, name="living_page"),
    path("<slug:name>/", views.example, name="example"),
]

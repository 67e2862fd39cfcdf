"""Addresses of the figures at the desk."""

from django.urls import path

from pufa.insights import views

app_name = "insights_desk"
urlpatterns = [
    path("", views.desk_figures, name="figures"),
    path("figures.xlsx", views.desk_figures_file, name="file"),
    path("entries/<int:pk>/take-back/", views.correct, name="correct"),
    path("<slug:code>/", views.desk_rows, name="rows"),
]

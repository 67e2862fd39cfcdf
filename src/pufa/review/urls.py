"""Addresses of the app, below /desk/reviews/."""

from django.urls import path, re_path

from pufa.review import views

app_name = "review"
urlpatterns = [
    path("", views.work_list, name="work_list"),
    path("export/", views.export, name="export"),
    path("check-lists/", views.checklists, name="checklists"),
    path("<int:pk>/", views.detail, name="detail"),
    re_path(
        r"^(?P<pk>\d+)/(?P<deed>approve|send_back|proof|override|recheck|cancel|look_back)/$", views.act, name="act"
    ),
    re_path(r"^(?P<pk>\d+)/form\.(?P<form>docx|pdf)$", views.printed, name="printed"),
]

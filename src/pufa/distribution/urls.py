"""Addresses of the app, below /desk/sendings/; registered by `wagtail_hooks`."""

from django.urls import path, re_path

from pufa.distribution import views

app_name = "distribution"
urlpatterns = [
    path("", views.sendings, name="sendings"),
    path("stop/", views.stop, name="stop"),
    path("resume/<int:pk>/", views.resume, name="resume"),
    path("<int:pk>/", views.sending, name="sending"),
    path("<int:pk>/call-off/", views.call_off, name="call_off"),
    re_path(r"^delivery/(?P<pk>\d+)/(?P<deed>retry|posted|deleted|settled)/$", views.settle, name="settle"),
    path("delivery/<int:pk>/pack/", views.pack, name="pack"),
    path("piece/<int:pk>/", views.compose, name="compose"),
    path("piece/<int:pk>/propose/", views.propose, name="propose"),
    path("piece/<int:pk>/suggest/", views.suggest, name="suggest"),
    path("piece/<int:pk>/write/<slug:shape>/", views.write, name="write"),
    path("piece/<int:pk>/send/", views.new, name="new"),
    path("renditions/<int:pk>/", views.rendition, name="rendition"),
    path("renditions/<int:pk>/card.png", views.card, name="card"),
    path("renditions/<int:pk>/submit/", views.hand_in, name="submit"),
    path("renditions/<int:pk>/discard/", views.discard, name="discard"),
]

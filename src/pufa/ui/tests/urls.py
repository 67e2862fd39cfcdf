"""Only the app's own addresses, so that its tests need nothing above it."""

from django.urls import include, path

urlpatterns = [path("design/", include("pufa.ui.urls"))]

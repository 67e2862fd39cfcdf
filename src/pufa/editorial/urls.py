"""Addresses of the app, below /desk/pieces/; registered by `wagtail_hooks`."""

from django.urls import path

from pufa.editorial import views

app_name = "editorial"
urlpatterns = [
    path("", views.pieces, name="pieces"),
    path("export/", views.export, name="export"),
    path("import/", views.import_page, name="import_page"),
    path("import/<int:pk>/", views.import_progress, name="import_progress"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("law-changes/", views.law_changes, name="law_changes"),
    path("law-changes/<int:pk>/", views.look_at_law, name="look_at_law"),
    path("issues/", views.issues, name="issues"),
    path("issues/new/", views.issue, name="new_issue"),
    path("issues/<int:pk>/", views.issue, name="issue"),
]

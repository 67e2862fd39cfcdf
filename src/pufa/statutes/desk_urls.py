"""Addresses of the chooser of articles, below /desk/laws/choose/."""

from django.urls import path

from pufa.statutes import desk_views

app_name = "law_chooser"
urlpatterns = [
    path("", desk_views.search, name="search"),
    path("preview/", desk_views.preview, name="preview"),
    path("<slug:slug>/", desk_views.browse, name="law"),
    path("<slug:slug>/<place:place>/", desk_views.article, name="article"),
]

"""Addresses of the public site that are not Wagtail pages."""

from django.urls import path, re_path

from pufa.portal import views
from pufa.portal.elders import VARIANTS

app_name = "portal"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("series/", views.series, name="series"),
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/<slug:name>.atom", views.atom_feed, name="atom"),
    path("feeds/<slug:name>.json", views.json_feed, name="json"),
    path("about/privacy/", views.about, {"name": "privacy"}, name="privacy"),
    path("about/accessibility/", views.about, {"name": "accessibility"}, name="accessibility"),
    path("about/corrections/", views.corrections, name="corrections"),
    path("about/site/", views.site_map_page, name="site_map_page"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
    re_path(rf"^(?P<look>{'|'.join(VARIANTS)})(?P<path>/(?:.*/)?)$", views.elders_version, name="elders"),
]

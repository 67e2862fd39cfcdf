"""Addresses of the statute library, below /law/."""

from django.urls import path

from pufa.statutes import views

app_name = "statutes"
urlpatterns = [
    path("", views.library, name="library"),
    path("names.json", views.names, name="names"),
    path("<slug:slug>/", views.law, name="law"),
    path("<slug:slug>/full/", views.law, {"is_whole": True}, name="whole"),
    path("<slug:slug>/on/", views.choose_day, name="choose_day"),
    path("<slug:slug>/on/<day:day>/", views.law_on, name="on"),
    path("<slug:slug>/version/<day:promulgated>/", views.law, name="version"),
    path("<slug:slug>/version/<day:promulgated>/full/", views.law, {"is_whole": True}, name="version_whole"),
    path("<slug:slug>/version/<day:promulgated>/chapter/<int:chapter>/", views.law, name="version_chapter"),
    path("<slug:slug>/chapter/<int:chapter>/", views.law, name="chapter"),
    path("<slug:slug>/compare/<day:old>/<day:new>/", views.compare, name="compare"),
    path("<slug:slug>/<place:place>/", views.article, name="article"),
    path("<slug:slug>/<place:place>/<ordinal:paragraph>/", views.article, name="paragraph"),
    path("<slug:slug>/<place:place>/<ordinal:paragraph>/<ordinal:item>/", views.article, name="item"),
    path(
        "<slug:slug>/<place:place>/<ordinal:paragraph>/<ordinal:item>/<ordinal:subitem>/", views.article, name="subitem"
    ),
]

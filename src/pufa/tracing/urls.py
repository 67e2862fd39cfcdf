"""Addresses of the app, below /desk/tracing/."""

from django.urls import path, re_path

from pufa.tracing.views import findings, gatherings, reports

app_name = "tracing"
urlpatterns = [
    path("", findings.findings, name="findings"),
    path("export/", findings.export, name="export"),
    path("bulk/", findings.bulk, name="bulk"),
    path("undo/", findings.undo, name="undo"),
    re_path(r"^case\.(?P<form>docx|zip)$", findings.case, name="cases"),
    path("<int:pk>/", findings.finding, name="finding"),
    path("<int:pk>/move/", findings.move, name="move"),
    path("<int:pk>/look-again/", findings.look_again, name="look_again"),
    path("<int:pk>/judge-anew/", findings.rejudge, name="rejudge"),
    re_path(r"^(?P<pk>\d+)/case\.(?P<form>docx|zip)$", findings.case, name="case"),
    re_path(r"^evidence/(?P<pk>\d+)\.(?P<form>html|txt)$", findings.evidence, name="evidence"),
    path("gatherings/", gatherings.gatherings, name="gatherings"),
    path("gatherings/new/", gatherings.gather, name="gather"),
    path("gatherings/<int:pk>/", gatherings.gathering, name="gathering"),
    path("gatherings/<int:pk>/stop/", gatherings.stop, name="stop"),
    path("gatherings/<int:pk>/retry/", gatherings.retry, name="retry"),
    path("pieces/", reports.pieces, name="pieces"),
    path("pieces/<int:pk>/", reports.piece, name="piece"),
    path("sites/", reports.sites, name="sites"),
    path("sites/<int:pk>/", reports.site, name="site"),
    path("watch-list/", reports.watch_list, name="watch_list"),
    path("watch-list/new/", reports.watched, name="watch_new"),
    path("watch-list/<int:pk>/", reports.watched, name="watched"),
    path("watch-list/<int:pk>/switch/", reports.switch, name="switch"),
]

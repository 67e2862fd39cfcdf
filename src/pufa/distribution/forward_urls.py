"""Addresses of forwarding tasks, below /desk/forwards/; registered by `wagtail_hooks`."""

from django.urls import path, re_path

from pufa.distribution import forward_views

app_name = "forwards"
urlpatterns = [
    path("", forward_views.tasks, name="tasks"),
    path("new/", forward_views.choose, name="choose"),
    path("new/<int:pk>/", forward_views.ask, name="ask"),
    path("tasks/<int:pk>/", forward_views.board, name="board"),
    path("tasks/<int:pk>/excel/", forward_views.excel, name="excel"),
    path("tasks/<int:pk>/remind/", forward_views.remind, name="remind"),
    path("tasks/<int:pk>/move/", forward_views.move, name="move"),
    path("tasks/<int:pk>/call-off/", forward_views.call_off, name="call_off"),
    path("<int:pk>/", forward_views.pack, name="pack"),
    path("<int:pk>/pack.zip", forward_views.zipped, name="zip"),
    path("<int:pk>/picture/<int:rendition>/<int:number>/", forward_views.picture, name="picture"),
    path("<int:pk>/publish/", forward_views.publish, name="publish"),
    re_path(r"^(?P<pk>\d+)/(?P<deed>look|not-this|excuse|confirm)/$", forward_views.settle, name="settle"),
]

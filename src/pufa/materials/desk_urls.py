"""Addresses at the desk, below /desk/materials/."""

from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pufa.materials.views import orders, stock, titles

app_name = "materials_desk"
urlpatterns = decorate_urlpatterns(
    [
        path("", stock.stock, name="stock"),
        path("stock.xlsx", stock.stock_file, name="stock_file"),
        path("movements/", stock.movements, name="movements"),
        path("movements.xlsx", stock.movements_file, name="movements_file"),
        path("stores/new/", stock.new_store, name="new_store"),
        path("stores/<int:pk>/", stock.store, name="store"),
        path("stock/<int:pk>/write-off/", stock.destroy, name="destroy"),
        path("count/", stock.count, name="count"),
        path("reprints/", stock.reprints, name="advice"),
        path("titles/", titles.titles, name="titles"),
        path("titles/new/", titles.new_title, name="new_title"),
        path("titles/<int:pk>/", titles.title, name="title"),
        path("titles/<int:pk>/edition/", titles.new_edition, name="new_edition"),
        path("editions/<int:pk>/run/", titles.new_run, name="new_run"),
        path("editions/<int:pk>/paper/", titles.paper, name="paper"),
        path("runs.xlsx", titles.runs_file, name="runs_file"),
        re_path(r"^editions/(?P<pk>\d+)/(?P<deed>check|fit|withdraw)/$", titles.change, name="change"),
        path("orders/", orders.orders, name="orders"),
        path("orders.xlsx", orders.orders_file, name="orders_file"),
        path("orders/new/", orders.ask, name="ask"),
        path("orders/<int:pk>/", orders.order, name="order"),
        path("orders/<int:pk>/receipt.pdf", orders.receipt, name="receipt"),
    ],
    never_cache,
)

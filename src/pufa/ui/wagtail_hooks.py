"""Brings Wagtail's admin into our colours, lends it our menu icons, and takes out of its menu what is not ours."""

from typing import Final

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.ui.drawings import DESK_ICONS
from pufa.ui.templatetags.ui import ui_css

# Wagtail's help leads to other sites; our own rooms stand for its reports, its page tree and its snippets.
NOT_OURS: Final = frozenset({"help", "reports", "explorer", "snippets"})


@hooks.register("insert_global_admin_css")
def desk_style() -> SafeString:
    """Link the desk's style sheet after Wagtail's own."""
    return ui_css("desk")


@hooks.register("register_icons")
def desk_icons(icons: list[str]) -> list[str]:
    """Add our menu icons; in Wagtail their names begin with `desk-`, for example `desk-list-checks`."""
    return icons + [f"ui/desk_icons/{name}.svg" for name in DESK_ICONS]


@hooks.register("register_admin_menu_item")
def my_work() -> MenuItem:
    """The desk's first page."""
    return MenuItem(_("My work"), reverse_lazy("wagtailadmin_home"), name="home", icon_name="desk-house", order=10)


@hooks.register("construct_main_menu")
def only_ours(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Takes out what leads elsewhere or what a room of ours covers."""
    menu_items[:] = [item for item in menu_items if item.name not in NOT_OURS]

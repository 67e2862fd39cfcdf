"""Brings Wagtail's admin into our colours and lends it our menu icons."""

from django.utils.safestring import SafeString
from wagtail import hooks

from pufa.ui.drawings import DESK_ICONS
from pufa.ui.templatetags.ui import ui_css


@hooks.register("insert_global_admin_css")
def desk_style() -> SafeString:
    """Link the desk's style sheet after Wagtail's own."""
    return ui_css("desk")


@hooks.register("register_icons")
def desk_icons(icons: list[str]) -> list[str]:
    """Add our menu icons; in Wagtail their names begin with `desk-`, for example `desk-list-checks`."""
    return icons + [f"ui/desk_icons/{name}.svg" for name in DESK_ICONS]

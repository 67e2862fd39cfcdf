"""Tracing in Wagtail's admin: addresses, menu, and what waits on the desk's first page."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from pufa.accounts.models import User
from pufa.tracing import queries


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """Our rooms below /desk/tracing/."""
    return [path("tracing/", include("pufa.tracing.urls"))]


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    """The menu's icon."""
    return [*known, "tracing/icons/scan-search.svg"]


@hooks.register("insert_global_admin_css")
def style_sheet() -> SafeString:
    """The style of the room and of its panel."""
    return format_html('<link rel="stylesheet" href="{}">', static("tracing/tracing.css"))


class Room(MenuItem):
    """A menu item for those who may read here, or only for those who work here."""

    def __init__(self, *args: Any, for_workers: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_workers = for_workers

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person sees it."""
        person = request.user
        may = queries.may_work if self.for_workers else queries.may_read
        return isinstance(person, User) and may(person)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """转载追踪 in the menu."""
    items = [
        Room(_("Copies found"), reverse("tracing:findings"), icon_name="desk-scan-search", order=10),
        Room(_("By piece"), reverse("tracing:pieces"), icon_name="desk-file-text", order=20),
        Room(_("By site"), reverse("tracing:sites"), icon_name="globe", order=30),
        Room(_("Gather pages"), reverse("tracing:gather"), icon_name="download", order=40, for_workers=True),
        Room(_("Gatherings"), reverse("tracing:gatherings"), icon_name="list-ul", order=50),
        Room(_("Watch list"), reverse("tracing:watch_list"), icon_name="rotate", order=60),
    ]
    return SubmenuMenuItem(
        _("Reprint tracing"), Menu(items=items), name="tracing", icon_name="desk-scan-search", order=130
    )


class TracingPanel:
    """New copies that wait for a decision, on the desk's first page."""

    name = "tracing"
    order = 75
    media = Media()

    def render_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        """The panel's HTML; nothing when nothing waits."""
        waiting = queries.waiting()
        return render_to_string("tracing/home_panel.html", {"waiting": waiting, "rows": queries.worst_waiting()})


@hooks.register("construct_homepage_panels")
def home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """For those who decide on copies, when there are new ones."""
    person = request.user
    if isinstance(person, User) and queries.may_work(person) and queries.waiting()["total"]:
        panels.append(TracingPanel())

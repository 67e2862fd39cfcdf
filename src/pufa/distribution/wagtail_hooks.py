"""Renditions and sendings in Wagtail's admin: rooms, the menu, an item in a piece's editor."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from pufa.accounts.models import User
from pufa.distribution import desk, forward_home
from pufa.editorial.models import PiecePage
from pufa.review import agenda


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """Our rooms below /desk/sendings/, /desk/forwards/ and /desk/calendar/."""
    return [
        path("sendings/", include("pufa.distribution.urls")),
        path("forwards/", include("pufa.distribution.forward_urls")),
        path("calendar/", include("pufa.distribution.calendar_urls")),
    ]


@hooks.register("register_matrix_menu_item")
def menu_item() -> MenuItem:
    """推送 under 账号与转发."""
    return MenuItem(_("Sendings"), reverse_lazy("distribution:sendings"), name="matrix-sendings", order=5)


@hooks.register("register_matrix_menu_item")
def forwards_item() -> MenuItem:
    """转发任务 under 账号与转发."""
    return MenuItem(_("Forwarding tasks"), reverse_lazy("forwards:tasks"), name="matrix-forwards", order=6)


@hooks.register("register_matrix_menu_item")
def calendar_item() -> MenuItem:
    """日历 under 账号与转发."""
    return MenuItem(_("Calendar"), reverse_lazy("calendar:calendar"), name="matrix-calendar", order=7)


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    """What the own unit has to forward."""
    found = forward_home.panel(request.user) if isinstance(request.user, User) else None
    if found is not None:
        panels.append(found)


@hooks.register("desk_two_weeks")
def two_weeks(request: HttpRequest, first: date, days: int) -> Iterator[agenda.Event]:
    """The days on which forwarding tasks are due."""
    if isinstance(request.user, User):
        yield from forward_home.days(request.user, first, days)


class RenditionsItem(ActionMenuItem):
    """稿件版本与推送: leads from a public piece to its shapes."""

    name: Any = "action-renditions"
    label: Any = _("Renditions and sending")
    icon_name = "desk-megaphone"
    order = 20

    def is_shown(self, context: Any) -> bool:
        """For those who make renditions, on public pieces."""
        page, person = context.get("page"), context["request"].user
        is_public = isinstance(page, PiecePage) and page.live
        return bool(is_public and isinstance(person, User) and desk.may_write(person))

    def get_url(self, context: Any) -> str:
        """The page of its shapes."""
        return reverse("distribution:compose", args=[context["page"].pk])


hooks.register("register_page_action_menu_item", RenditionsItem)


@hooks.register("insert_global_admin_css")
def style_sheet() -> SafeString:
    """The style of boards and packs."""
    files = ("board.css", "forwards.css", "calendar.css")
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"distribution/{name}"),) for name in files)
    )

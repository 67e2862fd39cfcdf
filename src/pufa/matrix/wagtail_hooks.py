"""The matrix in Wagtail's admin: the menu, warnings on the first page, days in the two weeks."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from pufa.accounts.models import User
from pufa.matrix import home
from pufa.matrix.queries import alerts, register
from pufa.review import agenda

ROOMS: Final = (
    (_("Register of accounts"), "register"),
    (_("Filings"), "filings"),
    (_("Figures of the accounts"), "batches"),
    (_("Health"), "health"),
    (_("Quarterly checks"), "inspections"),
    (_("Look-alikes"), "suspects"),
)


class MatrixMenuItem(SubmenuMenuItem):
    """账号与转发, for whoever has something to see there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The office, who reads, and contacts of units."""
        return isinstance(request.user, User) and register.may_enter(request.user)


class WarningsPanel:
    """What will cost something if nobody acts, below the greeting."""

    name = "matrix-warnings"
    order = 10
    media = Media()

    def __init__(self, warnings: list[dict[str, Any]]) -> None:
        self.warnings = warnings

    def render_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        """The panel's HTML."""
        return render_to_string("matrix/home_panel.html", {"warnings": self.warnings})


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Adds the menu; rooms above add their own items by the hook `register_matrix_menu_item`."""
    items = [
        MenuItem(label, reverse_lazy(f"matrix_desk:{name}"), name=f"matrix-{name}", order=10 * number)
        for number, (label, name) in enumerate(ROOMS, start=1)
    ]
    menu = Menu(register_hook_name="register_matrix_menu_item", items=items)
    label = _("Accounts and forwarding")
    return MatrixMenuItem(label, menu, name="matrix", icon_name="desk-network", order=120)


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    """The warnings, where there are any."""
    if isinstance(request.user, User) and register.may_enter(request.user):
        warnings = home.warnings(request.user)
        if warnings:
            panels.append(WarningsPanel(warnings))


@hooks.register("desk_two_weeks")
def two_weeks(request: HttpRequest, first: date, days: int) -> Iterator[agenda.Event]:
    """The days on which accounts will fail."""
    if isinstance(request.user, User) and register.may_enter(request.user):
        for alert in alerts.failing_days(request.user, first, days):
            url = f"{reverse('matrix_desk:account', args=[alert.account_id])}?tab=health"
            if alert.fails_on is not None:
                yield agenda.Event(
                    alert.fails_on, alert.account.name, str(alert.get_kind_display()), url, is_deadline=True
                )

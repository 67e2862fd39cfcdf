"""The last mile in Wagtail's admin: its menu, which the rooms above add themselves to, and the materials in it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from pufa.accounts.models import User
from pufa.materials.models import Edition
from pufa.materials.queries import access, orders

Waiting = tuple[str, int, str]  # what waits, how much of it, where
WAITING_HOOK: Final = "desk_last_mile_waiting"


class MaterialsMenuItem(MenuItem):
    """Materials, for whoever has something to see there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The office, observers, and contacts of units."""
        return isinstance(request.user, User) and access.may_enter(request.user)


@hooks.register("register_last_mile_menu_item")
def materials() -> MenuItem:
    """The materials."""
    return MaterialsMenuItem(_("Materials"), reverse_lazy("materials_desk:stock"), name="materials", order=20)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """最后一公里; rooms add their items by the hook `register_last_mile_menu_item`."""
    menu = Menu(register_hook_name="register_last_mile_menu_item")
    return SubmenuMenuItem(_("The last mile"), menu, name="last-mile", icon_name="desk-map-pin", order=135)


@hooks.register(WAITING_HOOK)
def waiting(person: User) -> Iterator[Waiting]:
    """Orders and editions that wait for somebody."""
    rows = reverse("materials_desk:orders")
    if access.is_office(person):
        yield gettext("Orders to approve"), orders.to_approve().count(), f"{rows}?state=asked"
        yield gettext("Orders to send"), orders.to_send().count(), f"{rows}?state=approved"
        editions = Edition.objects.filter(state=Edition.State.CHECK).count()
        yield gettext("Editions to check after a change of law"), editions, reverse("materials_desk:titles")
    if access.is_contact(person):
        yield gettext("Materials on their way to you"), orders.to_receive(person.organisation_id).count(), rows


class WaitingPanel:
    """What of the last mile waits for a person, a row a kind."""

    name = "last-mile-waiting"
    order = 58
    media = Media()

    def __init__(self, rows: list[Waiting]) -> None:
        self.rows = rows

    def render_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        """The panel's HTML."""
        return render_to_string("materials/home_panel.html", {"rows": self.rows})


@hooks.register("construct_homepage_panels")
def home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """One panel for all rooms of the last mile; rooms add rows by the hook `desk_last_mile_waiting`."""
    person = request.user
    if not isinstance(person, User):
        return
    rows = [row for hook in hooks.get_hooks(WAITING_HOOK) for row in hook(person) if row[1]]
    if rows:
        panels.append(WaitingPanel(rows))

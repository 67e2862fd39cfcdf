"""Activities in Wagtail's admin: the menu item, and what waits for a result sheet on the first page."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.accounts.models import User
from pufa.events import queries
from pufa.events.queries import access
from pufa.lib import clock

SHOWN = 5


class EventsMenuItem(MenuItem):
    """Activities, for whoever has something to see there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The office, observers, and contacts of units."""
        return isinstance(request.user, User) and access.may_enter(request.user)


class WaitingPanel:
    """Activities that are over and have no result sheet."""

    name = "events-waiting"
    order = 60
    media = Media()

    def __init__(self, person: User) -> None:
        self.found = queries.to_record(clock.now()).filter(pk__in=access.visible_to(person))

    def render_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        """The panel's HTML."""
        return render_to_string("events/home_panel.html", {"rows": self.found[:SHOWN], "total": self.found.count()})


@hooks.register("register_last_mile_menu_item")
def menu_item() -> MenuItem:
    """Adds the menu item."""
    return EventsMenuItem(_("Activities"), reverse_lazy("events_desk:activities"), name="events", order=10)


@hooks.register("construct_homepage_panels")
def home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """For those who record, when something waits."""
    person = request.user
    if isinstance(person, User) and (access.is_office(person) or access.is_contact(person)):
        panel = WaitingPanel(person)
        if panel.found.exists():
            panels.append(panel)

"""Review in Wagtail's admin: the menu item with its counter, and the desk's first page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.review import agenda, home, queries


class ReviewMenuItem(MenuItem):
    """三审三校 in the menu, with the number of texts that wait for the person."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For whoever may read reviews, be it only one of the own text."""
        person = request.user
        return isinstance(person, User) and (queries.works_on_texts(person) or queries.visible_to(person).exists())

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """The item with its counter; none when nothing waits."""
        person = request.user
        waiting = queries.counts_for(person).waiting if isinstance(person, User) else 0
        attrs = {"data-count": str(waiting)} if waiting else {}
        return LinkMenuItem(
            self.name, self.label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=attrs
        )


class Panel:
    """A piece of the desk's first page; a component as Wagtail shows them, in the order of `order`."""

    media = Media()

    def __init__(self, name: str, order: int, template: str, context: Mapping[str, Any]) -> None:
        self.name, self.order, self.template, self.context = name, order, template, context

    def render_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        """The panel's HTML."""
        return render_to_string(self.template, dict(self.context))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Adds the menu item."""
    label = _("Three reviews, three proofs")
    return ReviewMenuItem(label, reverse("review:work_list"), name="reviews", icon_name="desk-list-checks", order=110)


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Greeting, work, reviews and two weeks in place of Wagtail's own panels.

    Other apps add buttons by the hook `desk_home_actions` (request -> home.Action …) and days by `desk_two_weeks`
    (request, first day, number of days -> agenda.Event …).
    """
    person = request.user
    if not isinstance(person, User):
        return
    panels[:] = [panel for panel in panels if not type(panel).__module__.startswith("wagtail.")]
    now = clock.now()
    todo, is_reader = home.work(person, now), queries.works_on_texts(person)
    actions = [one for hook in hooks.get_hooks("desk_home_actions") for one in hook(request)]
    head = {**home.head(person, todo, now), "actions": actions, "has_keys": is_reader}
    panels.append(Panel("head", 0, "review/home_head.html", head))
    if is_reader or todo.total:
        panels.append(Panel("review", 60, "review/home_panel.html", home.panels(person, todo, now)))
    panels.append(Panel("two-weeks", 70, "review/home_two_weeks.html", _two_weeks(request, person, now)))


def _two_weeks(request: HttpRequest, person: User, now: datetime) -> dict[str, Any]:
    first = clock.shanghai_day(now)
    events = agenda.of_reviews(person, now)
    for hook in hooks.get_hooks("desk_two_weeks"):
        events.extend(hook(request, first, agenda.DAYS))
    days = agenda.two_weeks(first, events)
    return {"days": days, "last": days[-1].date, "is_empty": not any(day.events for day in days)}


@hooks.register("insert_global_admin_css")
def style_sheet() -> SafeString:
    """The counter's and the panel's style."""
    return format_html('<link rel="stylesheet" href="{}">', static("review/review.css"))

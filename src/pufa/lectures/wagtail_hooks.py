"""Lectures in Wagtail's admin: the menu item."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.accounts.models import User
from pufa.lectures.queries import access
from pufa.lib import clock


class LecturesMenuItem(MenuItem):
    """Lectures, for whoever has something to see there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The office, observers, editors and lecturers."""
        return isinstance(request.user, User) and access.may_enter(request.user)


@hooks.register("register_last_mile_menu_item")
def menu_item() -> MenuItem:
    """Adds the menu item."""
    return LecturesMenuItem(_("Bench lectures"), reverse_lazy("lectures_desk:visits"), name="lectures", order=30)


@hooks.register("desk_last_mile_waiting")
def waiting(person: User) -> Iterator[tuple[str, int, str]]:
    """Visits whose result is missing."""
    missing = access.to_report(person, clock.today()).count()
    yield gettext("Visits without a result"), missing, f"{reverse('lectures_desk:visits')}?state=planned"

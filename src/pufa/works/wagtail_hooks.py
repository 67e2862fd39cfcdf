"""Works in Wagtail's admin: the menu item."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.accounts.models import User
from pufa.works import queries


class WorksMenuItem(MenuItem):
    """Works, for whoever has something to see there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The office, observers, editors and contacts of units."""
        return isinstance(request.user, User) and queries.may_enter(request.user)


@hooks.register("register_last_mile_menu_item")
def menu_item() -> MenuItem:
    """Adds the menu item."""
    return WorksMenuItem(_("Works and heritage"), reverse_lazy("works_desk:works"), name="works", order=50)


@hooks.register("desk_last_mile_waiting")
def waiting(person: User) -> Iterator[tuple[str, int, str]]:
    """Requests to use a work that wait for an answer."""
    yield gettext("Requests for works to answer"), queries.to_answer(person).count(), reverse("works_desk:requests")

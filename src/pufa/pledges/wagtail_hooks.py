"""Conventions in Wagtail's admin: the menu item."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.accounts.models import User
from pufa.pledges import queries
from pufa.pledges.queries import access


class PledgesMenuItem(MenuItem):
    """Conventions, for whoever has something to see there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The office, observers, and contacts of units."""
        return isinstance(request.user, User) and access.may_enter(request.user)


@hooks.register("register_last_mile_menu_item")
def menu_item() -> MenuItem:
    """Adds the menu item."""
    return PledgesMenuItem(_("Conventions"), reverse_lazy("pledges_desk:conventions"), name="pledges", order=60)


@hooks.register("desk_last_mile_waiting")
def waiting(person: User) -> Iterator[tuple[str, int, str]]:
    """Reports of breach and signatures to renew that wait for somebody."""
    reports, rows = reverse("pledges_desk:breaches"), reverse("pledges_desk:conventions")
    if access.is_office(person):
        yield gettext("Reports of breach to decide"), queries.to_decide().count(), reports
    if access.is_contact(person):
        unit = person.organisation_id
        yield gettext("Reports about your accounts to answer"), queries.to_answer(unit).count(), reports
        yield gettext("Signatures to renew on a new edition"), queries.renewals_of(unit), rows

"""Forums and exhibitions in Wagtail's admin: the menu item."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.accounts.models import User
from pufa.festivals import queries


class FestivalsMenuItem(MenuItem):
    """Forums, for whoever has something to see there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The office, observers and editors."""
        return isinstance(request.user, User) and queries.may_enter(request.user)


@hooks.register("register_last_mile_menu_item")
def menu_item() -> MenuItem:
    """Adds the menu item."""
    return FestivalsMenuItem(
        _("Forums and exhibitions"), reverse_lazy("festivals_desk:forums"), name="forums", order=40
    )

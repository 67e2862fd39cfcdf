"""The menu items of this app."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.accounts.models import Role, User


class OfficeMenuItem(MenuItem):
    """A menu item for the programme office only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person has the office role."""
        return isinstance(request.user, User) and request.user.has_role(Role.OFFICE)


@hooks.register("register_admin_menu_item")
def people_item() -> MenuItem:
    """People."""
    return OfficeMenuItem(_("People"), reverse_lazy("accounts:people"), name="people", icon_name="user", order=700)


@hooks.register("register_admin_menu_item")
def organisations_item() -> MenuItem:
    """Organisations."""
    return MenuItem(
        _("Organisations"), reverse_lazy("accounts:organisations"), name="organisations", icon_name="group", order=710
    )

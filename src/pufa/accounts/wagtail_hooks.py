"""The menu items of this app, and the person at the menu's foot."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from pufa.accounts import sidebar
from pufa.accounts.models import Role, User


class OfficeMenuItem(MenuItem):
    """A menu item for the programme office only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person has the office role."""
        return isinstance(request.user, User) and request.user.has_role(Role.OFFICE)


@hooks.register("register_admin_menu_item")
def people_and_organisations() -> MenuItem:
    """人员与单位: people for the office, organisations for everybody."""
    people, organisations = reverse_lazy("accounts:people"), reverse_lazy("accounts:organisations")
    items = [
        OfficeMenuItem(_("People"), people, name="people", icon_name="desk-users", order=10),
        MenuItem(_("Organisations"), organisations, name="organisations", icon_name="desk-network", order=20),
    ]
    label = _("People and organisations")
    return SubmenuMenuItem(label, Menu(items=items), name="people-and-units", icon_name="desk-users", order=220)


@hooks.register("get_avatar_url")
def portrait(user: User, size: int) -> str:
    """A picture made of the name: no other server learns who works here."""
    return sidebar.portrait(user)

"""The last mile in Wagtail's admin: its menu, which the rooms above add themselves to, and the materials in it."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from pufa.accounts.models import User
from pufa.materials.queries import access


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

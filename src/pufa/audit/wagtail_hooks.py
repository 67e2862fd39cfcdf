"""The trail's entry in the desk's menu."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.audit import views

NAME = "audit"


@hooks.register("register_admin_menu_item")
def audit_menu_item() -> MenuItem:
    """The audit trail."""
    return MenuItem(_("Audit trail"), reverse("audit:trail"), name=NAME, icon_name="desk-scroll-text", order=230)


@hooks.register("construct_main_menu")
def only_for_the_office(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Takes it out of the menu of those who may not look."""
    if not views.is_office(request.user):
        menu_items[:] = [item for item in menu_items if item.name != NAME]

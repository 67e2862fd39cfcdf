"""The figures' entry in the desk's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def figures_menu_item() -> MenuItem:
    """Figures, for everybody at the desk."""
    return MenuItem(_("Figures"), reverse("insights_desk:figures"), name="figures", icon_name="table", order=400)

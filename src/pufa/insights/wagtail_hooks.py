"""The figures in the desk's menu and on its first page."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.accounts.models import User
from pufa.insights import home


class FiguresPanel:
    """本年数字, and what the person's own unit entered; a component as Wagtail's first page shows them."""

    name = "figures"
    order = 80
    media = Media()

    def render_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        """The panel's HTML."""
        return render_to_string("insights/home_panel.html", home.context(parent_context["request"].user))


@hooks.register("register_admin_menu_item")
def figures_menu_item() -> MenuItem:
    """Figures, for everybody at the desk."""
    room = reverse("insights_desk:figures")
    return MenuItem(_("Figures and ledger"), room, name="figures", icon_name="desk-chart-column", order=210)


@hooks.register("construct_homepage_panels")
def figures_panel(request: HttpRequest, panels: list[Any]) -> None:
    """This year's figures, for everybody at the desk."""
    if isinstance(request.user, User):
        panels.append(FiguresPanel())

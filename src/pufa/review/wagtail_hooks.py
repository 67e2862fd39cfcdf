"""Review in Wagtail's admin: the menu item with its counter, and the panel on the desk's first page."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from pufa.accounts.models import User
from pufa.review import pages, queries


class ReviewMenuItem(MenuItem):
    """三审三校 in the menu, with the number of texts that wait for the person."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """The item with its counter; none when nothing waits."""
        person = request.user
        waiting = queries.counts_for(person).waiting if isinstance(person, User) else 0
        attrs = {"data-count": str(waiting)} if waiting else {}
        return LinkMenuItem(
            self.name, self.label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=attrs
        )


class ReviewPanel:
    """What waits for me, and what is under review; a component as Wagtail's first page shows them."""

    name = "review"
    order = 60
    media = Media()

    def render_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        """The first rows of both lists."""
        request = parent_context["request"]
        return render_to_string("review/home_panel.html", pages.home(request.user), request)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Adds the menu item."""
    label = _("Three reviews, three proofs")
    return ReviewMenuItem(label, reverse("review:work_list"), name="reviews", icon_name="desk-list-checks", order=110)


@hooks.register("construct_homepage_panels")
def home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Adds the panel for those who may read reviews."""
    if isinstance(request.user, User) and queries.works_on_texts(request.user):
        panels.append(ReviewPanel())


@hooks.register("insert_global_admin_css")
def style_sheet() -> SafeString:
    """The counter's and the panel's style."""
    return format_html('<link rel="stylesheet" href="{}">', static("review/review.css"))

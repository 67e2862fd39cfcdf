"""Renditions and sendings in Wagtail's admin: rooms, the menu, an item in a piece's editor."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from pufa.accounts.models import User
from pufa.distribution import desk
from pufa.editorial.models import PiecePage


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """Our rooms below /desk/sendings/."""
    return [path("sendings/", include("pufa.distribution.urls"))]


@hooks.register("register_matrix_menu_item")
def menu_item() -> MenuItem:
    """推送 under 账号与转发."""
    return MenuItem(_("Sendings"), reverse_lazy("distribution:sendings"), name="matrix-sendings", order=5)


class RenditionsItem(ActionMenuItem):
    """稿件版本与推送: leads from a public piece to its shapes."""

    name: Any = "action-renditions"
    label: Any = _("Renditions and sending")
    icon_name = "desk-megaphone"
    order = 20

    def is_shown(self, context: Any) -> bool:
        """For those who make renditions, on public pieces."""
        page, person = context.get("page"), context["request"].user
        is_public = isinstance(page, PiecePage) and page.live
        return bool(is_public and isinstance(person, User) and desk.may_write(person))

    def get_url(self, context: Any) -> str:
        """The page of its shapes."""
        return reverse("distribution:compose", args=[context["page"].pk])


hooks.register("register_page_action_menu_item", RenditionsItem)


@hooks.register("insert_global_admin_css")
def style_sheet() -> SafeString:
    """The board's style."""
    return format_html('<link rel="stylesheet" href="{}">', static("distribution/board.css"))

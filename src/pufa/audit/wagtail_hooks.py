"""The trail's entry in the desk's menu."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pufa.audit import views


class OfficeMenuItem(MenuItem):
    """A menu entry only the programme office and superusers see."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person sees it."""
        return views.is_office(request.user)


@hooks.register("register_admin_menu_item")
def audit_menu_item() -> MenuItem:
    """The audit trail, for the programme office."""
    return OfficeMenuItem(_("Audit trail"), reverse("audit:trail"), name="audit", icon_name="history", order=900)

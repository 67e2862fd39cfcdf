"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """The app as Django sees it; it stands before wagtail.admin so that its frames win."""

    name = "pufa.ui"
    verbose_name = _("Design system")

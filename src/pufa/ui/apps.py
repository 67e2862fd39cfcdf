"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.ui"
    verbose_name = _("Design system")

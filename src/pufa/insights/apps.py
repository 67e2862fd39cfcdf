"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.insights"
    verbose_name = _("Programme figures")

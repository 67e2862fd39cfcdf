"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.portal"
    verbose_name = _("Public site")

"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FestivalsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.festivals"
    verbose_name = _("Forums and exhibitions")

"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorksConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.works"
    verbose_name = _("Works and heritage")

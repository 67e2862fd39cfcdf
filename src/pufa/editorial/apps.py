"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.editorial"
    verbose_name = _("Editorial")

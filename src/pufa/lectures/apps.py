"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LecturesConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.lectures"
    verbose_name = _("Stool lectures")

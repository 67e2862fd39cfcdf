"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BeatConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.beat"
    verbose_name = _("Timed jobs")

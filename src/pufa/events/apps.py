"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.events"
    verbose_name = _("Activities")

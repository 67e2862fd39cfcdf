"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.pledges"
    verbose_name = _("Conventions")

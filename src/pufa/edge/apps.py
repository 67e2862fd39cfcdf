"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EdgeConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.edge"
    verbose_name = _("Front")

    def ready(self) -> None:
        """Start listening to changes of pages."""
        from pufa.edge import receivers

        receivers.connect()

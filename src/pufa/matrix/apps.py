"""Registers the app with Django: deeds, states of the programme, timed jobs."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatrixConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.matrix"
    verbose_name = _("Accounts and forwarding")

    def ready(self) -> None:
        """Names the deeds, registers the states and the timed jobs by loading the modules that declare them."""
        from pufa.audit import verbs
        from pufa.matrix.deeds import DEEDS

        verbs.describe(DEEDS)
        import_module("pufa.matrix.states")
        import_module("pufa.matrix.jobs")

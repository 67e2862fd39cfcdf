"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReachConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.reach"
    verbose_name = _("Reach")

    def ready(self) -> None:
        """Registers the counter's metric and the one that several rooms share; names the ledger's deeds."""
        from pufa.audit import verbs
        from pufa.reach import metrics

        metrics.register(metrics.PAGE_READS)
        metrics.register(metrics.PEOPLE_REACHED)
        verbs.describe({"reach.recorded": _("Recorded an outcome"), "reach.corrected": _("Took an outcome back")})

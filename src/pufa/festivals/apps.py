"""Registers the app: panels can be reviewed, forums are counted, registrations are forgotten in time."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FestivalsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.festivals"
    verbose_name = _("Forums and exhibitions")

    def ready(self) -> None:
        """Registers kind, metric, deeds and the job."""
        from pufa.audit import verbs
        from pufa.festivals.actions import PANEL
        from pufa.festivals.deeds import DEEDS
        from pufa.festivals.metrics import HELD
        from pufa.festivals.models import Panel
        from pufa.reach import metrics
        from pufa.review import reviewed

        verbs.describe(DEEDS)
        reviewed.register(PANEL, Panel)
        label, unit = _("Forums held"), pgettext_lazy("unit", "forums")
        description = _("Forums and conferences that are over, with public minutes.")
        metrics.register(metrics.Metric(HELD, label, unit, description, move=metrics.Move.MILE))
        import_module("pufa.festivals.jobs")

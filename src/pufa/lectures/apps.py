"""Registers the app: kits can be reviewed, visits are counted."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LecturesConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.lectures"
    verbose_name = _("Lectures")

    def ready(self) -> None:
        """Registers kind, metric, deeds and the room of the search box."""
        from pufa.audit import verbs
        from pufa.lectures.deeds import DEEDS
        from pufa.lectures.metrics import HELD
        from pufa.lectures.models import Kit
        from pufa.lectures.searching import ROOM
        from pufa.reach import metrics
        from pufa.review import reviewed
        from pufa.ui import searching

        verbs.describe(DEEDS)
        reviewed.register("kit", Kit)
        label, unit = _("Bench lectures held"), pgettext_lazy("unit", "lectures")
        description = _("Visits at which a kit was performed, reported by the lecturer.")
        metrics.register(metrics.Metric(HELD, label, unit, description, move=metrics.Move.MILE))
        searching.register(ROOM)

"""Registers the app: works and heritage can be reviewed, works and awards are counted."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorksConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.works"
    verbose_name = _("Works")

    def ready(self) -> None:
        """Registers kinds, metrics, deeds and the room of the search box."""
        from pufa.audit import verbs
        from pufa.reach import metrics
        from pufa.reach.hits import known
        from pufa.review import reviewed
        from pufa.ui import searching
        from pufa.works.actions import HERITAGE, WORK, list_it
        from pufa.works.deeds import DEEDS
        from pufa.works.metrics import AWARDS, LISTED
        from pufa.works.models import Heritage, Work
        from pufa.works.queries import seen
        from pufa.works.searching import ROOM

        import_module("pufa.works.jobs")
        verbs.describe(DEEDS)
        reviewed.register(WORK, Work, published=list_it)
        reviewed.register(HERITAGE, Heritage)
        label, unit = _("Works listed"), pgettext_lazy("unit", "works")
        description = _("Works in the public register, each approved by three people.")
        metrics.register(metrics.Metric(LISTED, label, unit, description, move=metrics.Move.NET))
        label, unit = _("Awards won"), pgettext_lazy("unit", "awards")
        description = _("Awards of works, each with a picture of its certificate.")
        metrics.register(metrics.Metric(AWARDS, label, unit, description, move=metrics.Move.NET))
        searching.register(ROOM)
        known.register("work", seen.existing, seen.titles)

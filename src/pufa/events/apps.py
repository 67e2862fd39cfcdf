"""Registers the app: activities held are counted, theme days are a state, sign-ups are forgotten in time."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.events"
    verbose_name = _("Activities")

    def ready(self) -> None:
        """Registers metric, state, deeds, job and the room of the search box."""
        from pufa.audit import verbs
        from pufa.events.deeds import DEEDS
        from pufa.events.metrics import HELD
        from pufa.events.searching import ROOM
        from pufa.events.states import THEME_DAYS
        from pufa.reach import metrics, states
        from pufa.ui import searching

        verbs.describe(DEEDS)
        label, unit = _("Activities held"), pgettext_lazy("unit", "activities")
        description = _("Activities that took place and were recorded with how many people came.")
        metrics.register(metrics.Metric(HELD, label, unit, description, move=metrics.Move.MILE))
        states.register(THEME_DAYS)
        searching.register(ROOM)
        import_module("pufa.events.jobs")

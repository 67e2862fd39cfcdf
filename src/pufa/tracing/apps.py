"""Registers the app: follows what is published, counts confirmed forwards, names its deeds and timed jobs."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TracingConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.tracing"
    verbose_name = _("Reprint tracing")

    def ready(self) -> None:
        """Connects, registers."""
        from wagtail.signals import page_published, page_unpublished

        from pufa.audit import verbs
        from pufa.editorial.models import PiecePage
        from pufa.reach import metrics
        from pufa.tracing.deeds import DEEDS

        import_module("pufa.tracing.jobs")
        for name, signal in (("published", page_published), ("withdrawn", page_unpublished)):
            signal.connect(piece_changed, sender=PiecePage, dispatch_uid=f"tracing.{name}")
        verbs.describe(DEEDS)
        metrics.register(
            metrics.Metric(
                "reprints_confirmed",
                _("Forwards confirmed"),
                pgettext_lazy("unit", "forwards"),
                _("Pages elsewhere that carry a piece of ours unaltered: found by the system, confirmed by a person."),
                move=metrics.Move.NET,
            )
        )


def piece_changed(sender: object, instance: Any, **kwargs: object) -> None:
    """Notes that the index must learn of a piece that came out or went off line."""
    from pufa.tracing import indexing

    indexing.note([instance.pk])

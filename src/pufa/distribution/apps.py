"""Registers the app: renditions can be reviewed, posts are counted, a withdrawn piece is taken back everywhere."""

from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from pufa.accounts.models import User
    from pufa.distribution.models import Delivery
    from pufa.editorial.models import PiecePage
    from pufa.review.models import Review


class DistributionConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.distribution"
    verbose_name = _("Renditions and sending")

    def ready(self) -> None:
        """Registers adapter, metric, deeds and jobs; listens for approvals, newer texts and withdrawals."""
        from pufa.audit import verbs
        from pufa.distribution import signals as own_signals
        from pufa.distribution.deeds import DEEDS
        from pufa.distribution.subjects import KIND, RenditionSubject
        from pufa.editorial import signals as editorial_signals
        from pufa.lib import workdays
        from pufa.reach import metrics
        from pufa.review import registry, signals

        verbs.describe(DEEDS)
        registry.register_subject(KIND, RenditionSubject())
        label, unit = _("Posts published"), pgettext_lazy("unit", "posts")
        description = _("Posts of approved pieces on the accounts of the register; each counts once.")
        metrics.register(metrics.Metric("posts_published", label, unit, description, move=metrics.Move.NET))
        label, unit = _("Forwards found"), pgettext_lazy("unit", "forwards")
        description = _("Posts by which units forwarded a piece, found by the system; each counts once.")
        metrics.register(metrics.Metric("forwards_found", label, unit, description, move=metrics.Move.NET))
        import_module("pufa.distribution.jobs")
        workdays.keep(announced)
        signals.approved.connect(approve, dispatch_uid="distribution.approve")
        editorial_signals.published.connect(outdate, dispatch_uid="distribution.outdate")
        editorial_signals.withdrawn.connect(recall, dispatch_uid="distribution.recall")
        own_signals.delivery_published.connect(close_forwards, dispatch_uid="distribution.close_forwards")
        own_signals.delivery_withdrawn.connect(open_forwards, dispatch_uid="distribution.open_forwards")


def announced(first: date, last: date) -> tuple[set[date], set[date]]:
    """The office's calendar tells everybody who counts working days."""
    from pufa.distribution.queries import calendar

    return calendar.announced(first, last)


def approve(sender: object, review: "Review", **kwargs: object) -> None:
    """Notes that three people approved a rendition; other kinds of content are not ours."""
    from pufa.distribution import actions
    from pufa.distribution.subjects import KIND

    if review.kind == KIND:
        actions.approve_reviewed(review=review)


def outdate(sender: object, piece: "PiecePage", revision_id: int, now: datetime, **kwargs: object) -> None:
    """Renditions of older texts are no longer used, and what waited to be sent with them is called off."""
    from pufa.distribution import actions

    actions.outdate_renditions(piece=piece, revision_id=revision_id, now=now)
    actions.outdate(piece=piece, revision_id=revision_id, now=now)


def recall(sender: object, piece: "PiecePage", reason: str, by: "User | None", now: datetime, **kwargs: object) -> None:
    """A withdrawn piece ends its renditions and is taken back from every channel."""
    from pufa.distribution import actions
    from pufa.distribution.actions import forwards

    actions.end_renditions(piece=piece, by=by, now=now)
    forwards.end_tasks(piece=piece, by=by, reason=reason, now=now)
    actions.recall(piece=piece, reason=reason, by=by, now=now)


def close_forwards(sender: object, delivery: "Delivery", now: datetime, **kwargs: object) -> None:
    """What was sent from here is a forward found."""
    from pufa.distribution.actions import forward_finds

    forward_finds.hear_published(delivery=delivery, now=now)


def open_forwards(sender: object, delivery: "Delivery", now: datetime, **kwargs: object) -> None:
    """What was taken back is no forward any more."""
    from pufa.distribution.actions import forward_finds

    forward_finds.hear_withdrawn(delivery=delivery, now=now)

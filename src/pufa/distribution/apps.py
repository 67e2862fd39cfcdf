"""Registers the app: renditions can be reviewed, posts are counted, a withdrawn piece is taken back everywhere."""

from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from pufa.accounts.models import User
    from pufa.editorial.models import PiecePage
    from pufa.review.models import Review


class DistributionConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.distribution"
    verbose_name = _("Renditions and sending")

    def ready(self) -> None:
        """Registers adapter, metric, deeds and jobs; listens for approvals, newer texts and withdrawals."""
        from pufa.audit import verbs
        from pufa.distribution.deeds import DEEDS
        from pufa.distribution.subjects import KIND, RenditionSubject
        from pufa.editorial import signals as editorial_signals
        from pufa.reach import metrics
        from pufa.review import registry, signals

        verbs.describe(DEEDS)
        registry.register_subject(KIND, RenditionSubject())
        label, unit = _("Posts published"), pgettext_lazy("unit", "posts")
        description = _("Posts of approved pieces on the accounts of the register; each counts once.")
        metrics.register(metrics.Metric("posts_published", label, unit, description))
        import_module("pufa.distribution.jobs")
        signals.approved.connect(approve, dispatch_uid="distribution.approve")
        editorial_signals.published.connect(outdate, dispatch_uid="distribution.outdate")
        editorial_signals.withdrawn.connect(recall, dispatch_uid="distribution.recall")


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

    actions.end_renditions(piece=piece, by=by, now=now)
    actions.recall(piece=piece, reason=reason, by=by, now=now)

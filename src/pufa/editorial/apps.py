"""Registers the app: pieces can be reviewed and cite laws, published pieces and issues are counted."""

from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from datetime import datetime

    from pufa.review.models import Review

METRICS = (
    (
        "pieces_published",
        _("Pieces published"),
        pgettext_lazy("unit", "pieces"),
        _("Pieces made public for the first time."),
    ),
    (
        "issues_published",
        _("Issues published"),
        pgettext_lazy("unit", "issues"),
        _("Issues with at least one public piece."),
    ),
)
VERBS = {
    "brand.created": _("Made a brand"),
    "series.created": _("Made a series"),
    "issue.created": _("Opened an issue"),
    "issue.changed": _("Corrected an issue"),
    "piece.created": _("Wrote a piece"),
    "piece.imported": _("Imported a page as a piece"),
    "piece.import_asked": _("Asked for a page to be fetched"),
    "piece.scheduled": _("Piece approved, waits for its hour"),
    "piece.unscheduled": _("Stopped the publication of a piece"),
    "piece.published": _("Piece published"),
    "piece.withdrawn": _("Withdrew a piece"),
    "piece.law_looked_at": _("Looked at a piece whose law changed"),
}


class EditorialConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.editorial"
    verbose_name = _("Editorial")

    def ready(self) -> None:
        """Registers adapter, metrics, names of deeds and timed jobs; listens for approvals and changes of laws."""
        from pufa.audit import verbs
        from pufa.editorial.citing import count_for_library, tell_library
        from pufa.editorial.editing import PieceForm
        from pufa.editorial.models import PiecePage
        from pufa.editorial.queries import KIND
        from pufa.editorial.subjects import Piece
        from pufa.reach import metrics
        from pufa.review import registry, signals
        from pufa.statutes import citing
        from pufa.statutes.signals import laws_changed

        import_module("pufa.editorial.jobs")
        setattr(PiecePage, "base_form_class", PieceForm)  # noqa: B010  (Wagtail reads it; its types do not know it)
        registry.register_subject(KIND, Piece())
        for metric in METRICS:
            metrics.register(metrics.Metric(*metric, move=metrics.Move.HEART))
        verbs.describe(VERBS)
        signals.approved.connect(publish, dispatch_uid="editorial.publish")
        citing.register("editorial", tell_library, count_for_library)
        laws_changed.connect(compare, dispatch_uid="editorial.compare")


def publish(sender: object, review: "Review", **kwargs: object) -> None:
    """Publishes an approved piece; other kinds of content are not ours."""
    from pufa.editorial import actions, queries

    if review.kind == queries.KIND:
        actions.publish_approved(review=review)


def compare(sender: object, slugs: list[str], now: "datetime", **kwargs: object) -> None:
    """Looks which public pieces cite an article that the laws just taken in have changed."""
    from pufa.editorial import actions

    actions.compare_citations(slugs=slugs, now=now)
    actions.index_missing(now=now)

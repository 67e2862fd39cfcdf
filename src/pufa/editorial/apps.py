"""Registers the app: pieces can be reviewed, published pieces and issues are counted."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.editorial"
    verbose_name = _("Editorial")

    def ready(self) -> None:
        """Registers the adapter, the metrics and the timed job; listens for approvals."""
        from pufa.editorial import actions
        from pufa.editorial.subjects import Piece
        from pufa.reach import metrics
        from pufa.review import registry, signals

        import_module("pufa.editorial.jobs")
        registry.register_subject("page", Piece())
        metrics.register(
            metrics.Metric(
                "pieces_published", _("Pieces published"), _("pieces"), _("Pieces made public for the first time.")
            )
        )
        metrics.register(
            metrics.Metric(
                "issues_published", _("Issues published"), _("issues"), _("Issues with at least one public piece.")
            )
        )

        def publish(sender: object, *, review: object, **kwargs: object) -> None:
            if getattr(review, "kind", "") == "page":
                actions.publish_approved(review=review)  # type: ignore[arg-type]

        signals.approved.connect(publish, dispatch_uid="editorial.publish", weak=False)

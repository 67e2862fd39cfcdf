"""Handing a piece in for 三审三校."""

from datetime import datetime

from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.editorial import queries
from pufa.editorial.errors import EditorialError
from pufa.editorial.models import PiecePage
from pufa.review import actions as review_actions
from pufa.review.models import Review


def submit(
    *, piece: PiecePage, by: User, urgent: bool = False, publish_at: datetime | None = None, now: datetime | None = None
) -> Review:
    """Hands in the latest revision of a piece; it is closed for editing until the review is over.

    Raises EditorialError: not_allowed, empty, other_brand, source_unchecked, no_source; ReviewError: already_open,
    urgent_off.
    """
    if not by.has_role(Role.EDITOR):
        raise EditorialError(_("Only editors submit pieces."), code="not_allowed")
    piece = PiecePage.objects.get(pk=piece.pk)
    latest = piece.get_latest_revision_as_object()
    if not latest.body:
        raise EditorialError(_("The piece has no text yet."), code="empty")
    if latest.issue and not piece.path.startswith(latest.issue.brand.path):
        raise EditorialError(_("The issue belongs to another brand."), code="other_brand")
    if latest.is_reprint and not latest.source.strip():
        raise EditorialError(_("Name the source of this reprint first."), code="no_source")
    if latest.is_reprint and not latest.source_checked:
        raise EditorialError(_("Check the source of this reprint first and say so."), code="source_unchecked")
    return review_actions.submit(
        kind=queries.KIND, key=str(piece.pk), by=by, urgent=urgent, publish_at=publish_at, now=now
    )

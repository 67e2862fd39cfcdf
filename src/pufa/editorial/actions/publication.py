"""A piece becomes public, exactly as approved, and can be taken back with a reason."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.editorial import queries, signals
from pufa.editorial.actions import citations
from pufa.editorial.errors import EditorialError
from pufa.editorial.models import Issue, PiecePage
from pufa.lib import clock
from pufa.reach import actions as reach_actions
from pufa.review.models import Review, State

log = logging.getLogger(__name__)
PIECES, ISSUES = "pieces_published", "issues_published"


def publish_approved(*, review: Review, now: datetime | None = None) -> PiecePage:
    """Publishes the very revision three people approved: at once, or at the time the editor asked for.

    Newer drafts stay drafts. Raises EditorialError: not_approved.
    """
    moment = now or review.closed_at or clock.now()
    piece = PiecePage.objects.get(pk=review.key)
    revision = Revision.page_revisions.get(pk=review.revision_id, object_id=str(piece.pk))
    if _approval(revision) != review:
        raise EditorialError(_("Only what three people approved is published."), code="not_approved")
    if review.publish_at and review.publish_at > clock.now():
        return _schedule(piece, revision, review, moment)
    return _publish(piece, revision, review, moment)


def publish_due(*, now: datetime) -> list[PiecePage]:
    """Publishes every piece whose time has come, each in a transaction of its own; only approved revisions count."""
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    done = []
    for revision in due:
        piece = PiecePage.objects.filter(pk=revision.object_id).first()
        review = _approval(revision)
        if piece is None:
            continue
        if review is None:
            log.error("revision %s of piece %s is due but was not approved", revision.pk, piece.pk)
            continue
        done.append(_publish(piece, revision, review, now))
    return done


@transaction.atomic
def withdraw(*, piece: PiecePage, by: User, reason: str, now: datetime | None = None) -> None:
    """Takes a public piece back; the reason is kept and shown among the corrections.

    Raises EditorialError: not_allowed, not_public, reason_missing.
    """
    moment = now or clock.now()
    words = reason.strip()
    if not (by.has_role(Role.OFFICE) or by.has_role(Role.FINAL_REVIEWER)):
        raise EditorialError(_("Only the office or a final reviewer takes a piece back."), code="not_allowed")
    if not words:
        raise EditorialError(_("Say why it is taken back."), code="reason_missing")
    piece = PiecePage.objects.select_for_update().get(pk=piece.pk)
    if not piece.live:
        raise EditorialError(_("This piece is not public."), code="not_public")
    issue = piece.issue
    citations.purge_cited(piece.law_citations.values_list("law__slug", flat=True).distinct())
    UnpublishPageAction(piece, user=by).execute(skip_permission_checks=True)
    _take_back(PIECES, piece.object_key, by, words, moment)
    if issue and not issue.pieces.filter(live=True).exists():
        _take_back(ISSUES, f"issue:{issue.pk}", by, words, moment)
    audit_actions.record(
        by=by, verb="piece.withdrawn", key=piece.object_key, title=piece.title, detail={"reason": words}, now=moment
    )
    signals.withdrawn.send(PiecePage, piece=piece, reason=words, by=by, now=moment)


@transaction.atomic
def cancel_schedule(*, piece: PiecePage, by: User, reason: str, now: datetime | None = None) -> None:
    """Stops a piece that was to be published later.

    Raises EditorialError: not_allowed, reason_missing, not_scheduled.
    """
    if not (by.has_role(Role.OFFICE) or by.has_role(Role.FINAL_REVIEWER)):
        raise EditorialError(_("Only the office or a final reviewer stops a publication."), code="not_allowed")
    if not reason.strip():
        raise EditorialError(_("Say why it is taken back."), code="reason_missing")
    scheduled = Revision.page_revisions.filter(object_id=str(piece.pk), approved_go_live_at__isnull=False)
    if not scheduled.update(approved_go_live_at=None):
        raise EditorialError(_("This piece is not waiting to be published."), code="not_scheduled")
    Page.objects.filter(pk=piece.pk).update(go_live_at=None)
    detail = {"reason": reason.strip()}
    audit_actions.record(
        by=by, verb="piece.unscheduled", key=piece.object_key, title=piece.title, detail=detail, now=now
    )


@transaction.atomic
def _schedule(piece: PiecePage, revision: Revision, review: Review, moment: datetime) -> PiecePage:
    piece.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    revision.approved_go_live_at = review.publish_at
    revision.save(update_fields=["approved_go_live_at"])
    Page.objects.filter(pk=piece.pk).update(go_live_at=review.publish_at)
    detail = {"review": review.pk, "revision": revision.pk, "publish_at": str(review.publish_at)}
    audit_actions.record(
        by=None, verb="piece.scheduled", key=piece.object_key, title=piece.title, detail=detail, now=moment
    )
    piece.refresh_from_db()
    return piece


@transaction.atomic
def _publish(piece: PiecePage, revision: Revision, review: Review, moment: datetime) -> PiecePage:
    is_first = piece.first_published_at is None
    revision.content["go_live_at"] = None
    revision.approved_go_live_at = None
    revision.save(update_fields=["content", "approved_go_live_at"])
    revision.publish(skip_permission_checks=True)
    dates = {"last_published_at": moment, "go_live_at": None}
    Page.objects.filter(pk=piece.pk).update(**dates, **({"first_published_at": moment} if is_first else {}))
    piece.refresh_from_db()
    _enter(piece, review, moment)
    citations.index_citations(piece=piece, now=moment)
    detail = {"revision": revision.pk}
    audit_actions.record(
        by=None, verb="piece.published", key=piece.object_key, title=piece.title, detail=detail, now=moment
    )
    signals.published.send(PiecePage, piece=piece, revision_id=revision.pk, now=moment)
    return piece


def _approval(revision: Revision) -> Review | None:
    """The review in which three people approved this very revision."""
    approved = Review.objects.filter(kind=queries.KIND, key=revision.object_id, state=State.APPROVED)
    return approved.filter(revision_id=revision.pk).order_by("-pk").first()


def _enter(piece: PiecePage, review: Review, moment: datetime) -> None:
    organisation = piece.owner.organisation if piece.owner_id else None
    if queries.standing_entry(PIECES, piece.object_key) is None:
        reach_actions.record(
            metric=PIECES,
            amount=1,
            at=moment,
            source_key=piece.object_key,
            source_title=piece.title,
            source_url=piece.url or "",
            organisation=organisation,
            evidence={"review": review.pk, "revision": review.revision_id},
            idempotency_key=f"{PIECES}:{piece.pk}:{review.pk}",
            now=moment,
        )
    issue: Issue | None = piece.issue
    if issue and queries.standing_entry(ISSUES, f"issue:{issue.pk}") is None:
        reach_actions.record(
            metric=ISSUES,
            amount=1,
            at=moment,
            source_key=f"issue:{issue.pk}",
            source_title=str(issue),
            source_url=issue.url,
            organisation=organisation,
            evidence={"piece": piece.object_key},
            idempotency_key=f"{ISSUES}:{issue.pk}:{review.pk}",
            now=moment,
        )


def _take_back(metric: str, key: str, by: User, reason: str, moment: datetime) -> None:
    entry = queries.standing_entry(metric, key)
    if entry is not None:
        reach_actions.correct(entry=entry, reason=reason, by=by, now=moment)

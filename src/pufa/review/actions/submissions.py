"""Handing a text in for review, and letting the machine look again."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.review import checking, deadlines, queries, registry, rules
from pufa.review.actions import holding
from pufa.review.drafts import Draft
from pufa.review.errors import ReviewError
from pufa.review.models import CheckReport, Review, State, Track

FARTHEST = timedelta(days=366)


def submit(
    *,
    kind: str,
    key: str,
    by: User,
    urgent: bool = False,
    publish_at: datetime | None = None,
    now: datetime | None = None,
) -> Review:
    """Hands in the present revision of an object: machine checks run, the text is locked, first review begins.

    After a send-back this is the next round. Who may submit what is the content app's to say.
    Raises ReviewError already_open, urgent_off or too_far_ahead, LookupError for an unknown kind or key, ValueError
    for a `publish_at` without zone.
    """
    moment = now or clock.now()
    if publish_at is not None and publish_at.tzinfo is None:
        raise ValueError("publish_at needs a time zone")
    if publish_at is not None and publish_at > moment + FARTHEST:
        raise ReviewError(_("Publish within a year from now."), code="too_far_ahead")
    if urgent and not settings.REVIEW["urgent_enabled"]:
        raise ReviewError(_("The urgent track is switched off here."), code="urgent_off")
    adapter = registry.subject(kind)
    obj = adapter.load(key)
    draft = adapter.draft(obj)
    findings = checking.run(draft)
    _refuse_second(kind, key)
    with transaction.atomic():
        try:
            with transaction.atomic():
                review = _open(kind, key, draft, adapter.revision_id(obj), by, urgent, publish_at, moment)
        except IntegrityError:
            _refuse_second(kind, key)
            raise
        review.authors.set(User.objects.filter(pk__in=adapter.author_ids(obj)))
        _report(review, findings, moment)
        adapter.lock(obj, by)
        facts = {"track": review.track, "verdict": checking.verdict(findings).value}
        holding.note(review, "review.submitted", by=by, now=moment, detail=facts)
    return review


def recheck(*, review: Review, by: User, now: datetime | None = None) -> CheckReport:
    """Runs the machine checks again over the text under review, for instance after a linked page came back.

    Raises ReviewError: wrong_state, wrong_role, changed, gone.
    """
    moment = now or clock.now()
    rules.may_recheck(review, by)
    obj = rules.unchanged(review)
    draft = registry.subject(review.kind).draft(obj)
    findings = checking.run(draft)
    with transaction.atomic():
        held = holding.hold(review)
        report = _report(held, findings, moment)
        held.content = draft.to_json()
        held.save(update_fields=["content"])
        holding.note(held, "review.checked", by=by, now=moment, detail={"verdict": report.verdict})
    review.refresh_from_db()
    return report


def _refuse_second(kind: str, key: str) -> None:
    if queries.open_review(kind, key) is not None:
        raise ReviewError(_("This text is already under review."), code="already_open")


def _open(
    kind: str,
    key: str,
    draft: Draft,
    revision: int,
    by: User,
    urgent: bool,
    publish_at: datetime | None,
    now: datetime,
) -> Review:
    last = Review.objects.of(kind, key).first()
    returned = last if last is not None and last.state == State.SENT_BACK else None
    track = Track.URGENT if urgent else Track.NORMAL
    return Review.objects.create(
        kind=kind,
        key=key,
        title=" ".join(draft.title.split())[:255],
        revision_id=revision,
        round=returned.round + 1 if returned else 1,
        previous=returned,
        compared_with=queries.latest_approved(kind, key),
        organisation=by.organisation,
        submitted_by=by,
        submitted_at=now,
        track=track,
        due_at=deadlines.gate_due(track, now),
        publish_at=publish_at,
        content=draft.to_json(),
    )


def _report(review: Review, findings: list[dict[str, Any]], now: datetime) -> CheckReport:
    return CheckReport.objects.create(review=review, at=now, findings=findings, verdict=checking.verdict(findings))

"""Deciding at a gate: approve, send back, answer for a finding; and withdrawing a text from review."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.review import deadlines, queries, rules, signals
from pufa.review.actions import holding
from pufa.review.errors import ReviewError
from pufa.review.models import NEXT, Decision, Gate, Override, Review, Stage, State, Track


def approve(
    *, review: Review, by: User, checklist: dict[str, bool], comment: str = "", now: datetime | None = None
) -> Review:
    """Passes the gate at which the review waits; after the third the text is approved and may be published.

    `checklist` maps each question of `queries.checklist(stage)` to whether it was ticked. `review` must be as the
    person saw it: if it moved on since, nothing is decided.
    Raises ReviewError: wrong_state, moved_on, wrong_role, own_piece, same_person, changed, gone,
    checklist_incomplete, and at the last gate too_few_proofs, too_few_proof_readers, blocking_finding.
    """
    moment = now or clock.now()
    with transaction.atomic():
        held = holding.hold(review)
        stage = rules.may_decide(held, by)
        rules.unchanged(held)
        ticks = rules.ticked(stage, checklist)
        if stage == Stage.FINAL:
            rules.ready_to_publish(held)
        Gate.objects.create(
            review=held,
            stage=stage,
            decision=Decision.APPROVE,
            by=by,
            at=moment,
            checklist=ticks,
            comment=comment.strip(),
        )
        holding.note(held, "review.approved", by=by, now=moment, detail={"stage": stage.value})
        if stage == Stage.FINAL:
            _conclude(held, moment)
        else:
            holding.move(held, NEXT[stage], moment, due_at=deadlines.gate_due(Track(held.track), moment))
    review.refresh_from_db()
    return review


def send_back(*, review: Review, by: User, reasons: str, now: datetime | None = None) -> Review:
    """Gives the text back to its authors with reasons; submitted again it begins the next round.

    Raises ReviewError: wrong_state, moved_on, wrong_role, own_piece, same_person, reason_missing.
    """
    moment = now or clock.now()
    with transaction.atomic():
        held = holding.hold(review)
        stage = rules.may_decide(held, by)
        Gate.objects.create(
            review=held,
            stage=stage,
            decision=Decision.SEND_BACK,
            by=by,
            at=moment,
            comment=rules.reason_given(reasons),
        )
        holding.move(held, State.SENT_BACK, moment)
        holding.note(held, "review.sent_back", by=by, now=moment, detail={"stage": stage.value})
        holding.release(held)
        signals.sent_back.send(Review, review=held)
    review.refresh_from_db()
    return review


def cancel(*, review: Review, by: User, reason: str, now: datetime | None = None) -> Review:
    """Withdraws a text from review and gives it back to its authors.

    Raises ReviewError: wrong_state, moved_on, not_yours, reason_missing.
    """
    moment = now or clock.now()
    with transaction.atomic():
        held = holding.hold(review)
        rules.may_cancel(held, by)
        stage = held.state
        holding.move(held, State.CANCELLED, moment, cancelled_by=by, cancel_reason=rules.reason_given(reason))
        holding.note(held, "review.cancelled", by=by, now=moment, detail={"stage": stage})
        holding.release(held)
        signals.cancelled.send(Review, review=held)
    review.refresh_from_db()
    return review


def override(*, review: Review, by: User, fingerprint: str, reason: str, now: datetime | None = None) -> Override:
    """Lets one blocking finding pass on the name of a final reviewer, with the reason.

    Raises ReviewError: wrong_state, moved_on, wrong_role, own_piece, no_such_finding, not_overridable, reason_missing.
    """
    moment = now or clock.now()
    with transaction.atomic():
        held = holding.hold(review)
        rules.may_override(held, by)
        finding = next((row for row in queries.blocking(held) if row["fingerprint"] == fingerprint), None)
        if finding is None:
            raise ReviewError(_("There is no such open finding; check again."), code="no_such_finding")
        if not finding["can_override"]:
            raise ReviewError(_("Nobody can let this pass: the text must be put right."), code="not_overridable")
        made = Override.objects.create(
            review=held,
            fingerprint=fingerprint,
            finding=finding,
            by=by,
            at=moment,
            reason=rules.reason_given(reason),
        )
        holding.note(held, "review.overridden", by=by, now=moment, detail={"check": finding["code"]})
    return made


def _conclude(review: Review, now: datetime) -> None:
    published = max(review.publish_at or now, now)
    holding.move(review, State.APPROVED, now, look_back_due_at=deadlines.look_back_due(published))
    holding.release(review)
    signals.approved.send(Review, review=review)

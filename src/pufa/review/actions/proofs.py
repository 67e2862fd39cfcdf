"""Recording a proof pass, and the second look after publication."""

from datetime import datetime

from django.db import transaction

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.review import rules
from pufa.review.actions import holding
from pufa.review.models import LookBack, ProofPass, Review


def record_proof(
    *, review: Review, by: User, note: str = "", corrections: int = 0, now: datetime | None = None
) -> ProofPass:
    """Records that a person read the whole text for misprints and how many corrections were noted.

    Raises ReviewError: wrong_state, moved_on, wrong_role, own_piece, changed, gone; ValueError below 0 corrections.
    """
    moment = now or clock.now()
    if corrections < 0:
        raise ValueError("corrections cannot be below 0")
    with transaction.atomic():
        held = holding.hold(review)
        rules.may_proof(held, by)
        rules.unchanged(held)
        made = ProofPass.objects.create(
            review=held, number=held.proofs.count() + 1, by=by, at=moment, note=note.strip(), corrections=corrections
        )
        facts = {"number": made.number, "corrections": corrections}
        holding.note(held, "review.proofed", by=by, now=moment, detail=facts)
    return made


def look_back(*, review: Review, by: User, verdict: str, note: str = "", now: datetime | None = None) -> LookBack:
    """Records the second look at a published text; `verdict` is a LookBack.Outcome, a needed change is explained.

    Raises ReviewError: wrong_state, already_done, wrong_role, own_piece, reason_missing.
    Raises ValueError for any other verdict.
    """
    moment = now or clock.now()
    outcome = LookBack.Outcome(verdict)
    with transaction.atomic():
        held = holding.hold(review)
        rules.may_look_back(held, by)
        text = note.strip() if outcome == LookBack.Outcome.OK else rules.reason_given(note)
        made = LookBack.objects.create(review=held, by=by, at=moment, verdict=outcome, note=text)
        holding.note(held, "review.looked_back", by=by, now=moment, detail={"verdict": outcome.value})
    return made

"""Why review refuses: one error, told apart by its code."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class ReviewError(Refusal):
    """A rule of 三审三校 forbids this. Codes:

    wrong_state, moved_on, already_open, urgent_off, too_far_ahead, own_piece, same_person, wrong_role,
    too_few_proofs, too_few_proof_readers, checklist_incomplete, blocking_finding, not_overridable,
    no_such_finding, changed, gone, reason_missing, already_done, not_yours.
    """

    code: ClassVar[str] = "review_refused"
    status: ClassVar[int] = 409

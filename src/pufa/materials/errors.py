"""What this app refuses."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class MaterialsError(Refusal):
    """A rule of the stock forbids this. Codes:

    bad_count, bad_day, too_few, over_printed, withdrawn, wrong_state, no_reason, already_taken_back, replay_differs,
    same_place, taken, empty, no_such_thing, bad_paper.
    """

    code: ClassVar[str] = "materials_refused"
    status: ClassVar[int] = 409


class NotAllowedError(MaterialsError):
    """The person lacks the role, or the stock belongs to another unit."""

    code: ClassVar[str] = "not_allowed"
    status: ClassVar[int] = 403

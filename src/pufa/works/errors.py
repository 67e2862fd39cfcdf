"""What this app refuses."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class WorksError(Refusal):
    """A rule of works and awards forbids this. Codes:

    wrong_state, no_reason, taken, bad_day, bad_file, too_large, bad_captions, no_proof, not_public, own_work,
    no_such_thing, wrong_offset, no_room.
    """

    code: ClassVar[str] = "works_refused"
    status: ClassVar[int] = 409


class NotAllowedError(WorksError):
    """The person lacks the role, or the work belongs to another unit."""

    code: ClassVar[str] = "not_allowed"
    status: ClassVar[int] = 403

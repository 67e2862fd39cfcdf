"""What this app refuses."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class FestivalsError(Refusal):
    """A rule of forums and exhibitions forbids this. Codes:

    wrong_state, bad_day, full, closed, no_reason, taken, clash, bad_file, bad_paper, too_many,
    no_such_thing.
    """

    code: ClassVar[str] = "festivals_refused"
    status: ClassVar[int] = 409


class NotAllowedError(FestivalsError):
    """The person lacks the role."""

    code: ClassVar[str] = "not_allowed"
    status: ClassVar[int] = 403

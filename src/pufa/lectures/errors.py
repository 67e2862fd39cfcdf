"""What this app refuses."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class LecturesError(Refusal):
    """A rule of lectures forbids this. Codes:

    wrong_state, bad_script, bad_day, bad_count, taken, no_reason, bad_picture, personal_data, not_public, used,
    conflict, bad_token, no_such_thing, unreadable.
    """

    code: ClassVar[str] = "lectures_refused"
    status: ClassVar[int] = 409


class NotAllowedError(LecturesError):
    """The person lacks the role, or the visit is somebody else's."""

    code: ClassVar[str] = "not_allowed"
    status: ClassVar[int] = 403

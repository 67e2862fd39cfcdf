"""What this app refuses."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class EventsError(Refusal):
    """A rule of activities forbids this. Codes:

    wrong_state, bad_day, bad_count, full, closed, no_reason, empty, taken, duplicate, bad_picture, too_many,
    personal_data, no_such_thing.
    """

    code: ClassVar[str] = "events_refused"
    status: ClassVar[int] = 409


class NotAllowedError(EventsError):
    """The person lacks the role, or the activity belongs to another unit."""

    code: ClassVar[str] = "not_allowed"
    status: ClassVar[int] = 403

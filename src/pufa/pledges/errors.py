"""What this app refuses."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class PledgesError(Refusal):
    """A rule of conventions forbids this. Codes:

    wrong_state, not_public, already_signed, not_signed, name_differs, no_reason, same_person, too_early, personal_data,
    no_such_thing, taken, all_signed.
    """

    code: ClassVar[str] = "pledges_refused"
    status: ClassVar[int] = 409


class NotAllowedError(PledgesError):
    """The person lacks the role, or the signatory belongs to another unit."""

    code: ClassVar[str] = "not_allowed"
    status: ClassVar[int] = 403

"""What this app refuses."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class MatrixError(Refusal):
    """A rule of the register forbids this. Codes:

    wrong_state, empty, too_long, unknown_kind, nothing_changed, second_account, handle_taken, open_filing, bad_day,
    bad_address, no_reason, no_such_thing, too_few, already_done, bad_picture, differs.
    """

    code: ClassVar[str] = "matrix_refused"
    status: ClassVar[int] = 409


class NotAllowedError(MatrixError):
    """The person lacks the role, or the account belongs to another unit."""

    code: ClassVar[str] = "not_allowed"
    status: ClassVar[int] = 403

"""What this app refuses."""

from pufa.ui.errors import Refusal


class AccountsError(Refusal):
    """Something about people, organisations or signing in cannot be done."""

    code = "accounts"


class NotAllowed(AccountsError):
    """The person lacks the role for this."""

    code = "not_allowed"
    status = 403

"""What this app refuses."""

from pufa.ui.errors import Refusal


class AccountsError(Refusal):
    """Something about people, organisations or signing in cannot be done."""

    code = "accounts"


class NotAllowedError(AccountsError):
    """The person lacks the role for this."""

    code = "not_allowed"
    status = 403


class SignInError(AccountsError):
    """Name, password or one-time code is not right, or there were too many tries."""

    code = "wrong"
    status = 403


class LinkError(AccountsError):
    """The invitation's link was used, withdrawn, is too old or never existed; we do not say which."""

    code = "link_dead"
    status = 410

"""What editorial refuses."""

from pufa.ui.errors import Refusal


class EditorialError(Refusal):
    """A write that cannot be done; the code says why: not_allowed, already_imported, reason_missing, …"""

    code = "editorial"

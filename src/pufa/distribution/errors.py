"""What this app refuses."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class DistributionError(Refusal):
    """A rule of renditions or sending forbids this. Codes:

    wrong_state, not_approved, nothing_to_say, too_long, empty, does_not_fit, no_rendition, no_account, sent_before,
    no_reason, not_public, text_changed, no_font, no_endpoint, bad_answer, bad_address, already_held, lost_claim,
    bad_time, asked_before, refused, no_interface, nobody, too_soon.
    """

    code: ClassVar[str] = "distribution_refused"
    status: ClassVar[int] = 409


class NotAllowedError(DistributionError):
    """The person lacks the role."""

    code: ClassVar[str] = "not_allowed"
    status: ClassVar[int] = 403

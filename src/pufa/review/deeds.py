"""What the audit trail calls the deeds of this app."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "review.submitted": _("Submitted for review"),
    "review.checked": _("Ran the machine checks again"),
    "review.proofed": _("Recorded a proof pass"),
    "review.approved": _("Let a gate pass"),
    "review.sent_back": _("Sent a piece back"),
    "review.cancelled": _("Cancelled a review"),
    "review.overridden": _("Let a blocking finding pass by name"),
    "review.looked_back": _("Looked back at a published piece"),
    "review.reminded": _("Reminded"),
    "review.checklist_changed": _("Changed a check list"),
}

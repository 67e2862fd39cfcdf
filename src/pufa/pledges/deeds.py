"""What the audit trail calls the deeds of this app."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, str | Promise]] = {
    "pledges.written": _("Began a convention"),
    "pledges.edited": _("Changed a convention"),
    "pledges.signed": _("Signed a convention"),
    "pledges.renewed": _("Renewed a signature"),
    "pledges.suspended": _("Suspended a mark"),
    "pledges.withdrawn": _("Withdrew a signature"),
    "pledges.imported": _("Took signatures on paper over"),
    "pledges.invited": _("Asked units to sign"),
    "pledges.breach_received": _("Received a report of breach"),
    "pledges.breach_hearing": _("Opened a hearing"),
    "pledges.breach_answered": _("Answered a report"),
    "pledges.breach_decided": _("Decided on a report"),
    "pledges.breach_appealed": _("Appealed"),
    "pledges.breach_closed": _("Closed a report"),
    "pledges.breach_dismissed": _("Did not follow a report up"),
}

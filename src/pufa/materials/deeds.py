"""What the audit trail calls the deeds of this app."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, str | Promise]] = {
    "materials.title_added": _("Added a title"),
    "materials.edition_added": _("Added an edition"),
    "materials.paper_set": _("Gave an edition its PDF"),
    "materials.printed": _("Recorded a print run"),
    "materials.store_opened": _("Opened a store"),
    "materials.delivered": _("Took copies from the printer"),
    "materials.moved": _("Moved copies"),
    "materials.destroyed": _("Wrote copies off"),
    "materials.missing": _("Found copies missing"),
    "materials.surplus": _("Found more copies than recorded"),
    "materials.order_asked": _("Asked for materials"),
    "materials.order_approved": _("Granted an order"),
    "materials.order_refused": _("Refused an order"),
    "materials.order_cancelled": _("Cancelled an order"),
    "materials.order_sent": _("Handed materials over"),
    "materials.order_received": _("Received materials"),
    "materials.edition_check": _("Asked to check an edition"),
    "materials.edition_current": _("Found an edition right"),
    "materials.edition_withdrawn": _("Withdrew an edition"),
}

"""What the audit trail calls the deeds of this app."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "rendition.made": _("Made a rendition"),
    "rendition.changed": _("Changed a rendition"),
    "rendition.covered": _("Rendition covered by the approval of its piece"),
    "rendition.submitted": _("Handed in a rendition for review"),
    "rendition.approved": _("Rendition approved"),
    "rendition.discarded": _("Discarded a rendition"),
    "rendition.outdated": _("Renditions of an older text"),
    "rendition.ended": _("Renditions of a withdrawn piece"),
    "sending.planned": _("Planned a sending"),
    "sending.called_off": _("Called off a sending"),
    "sending.held": _("Stopped sending"),
    "sending.resumed": _("Let sending go on"),
    "sending.recalled": _("Took a piece back from its channels"),
    "delivery.published": _("Posted on an account"),
    "delivery.refused": _("Not posted on an account"),
    "delivery.unsure": _("Unsure whether a post exists"),
    "delivery.retried": _("Tried a delivery again"),
    "delivery.settled": _("Settled a delivery by hand"),
    "delivery.withdrawn": _("Post taken back"),
    "delivery.to_delete": _("Post to be deleted by hand"),
}

"""What the audit trail calls the deeds of this app."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, str | Promise]] = {
    "lectures.kit_written": _("Began a kit"),
    "lectures.kit_edited": _("Changed a kit"),
    "lectures.kit_withdrawn": _("Withdrew a kit"),
    "lectures.visit_planned": _("Planned a visit"),
    "lectures.visit_called_off": _("Called a visit off"),
    "lectures.visit_recorded": _("Recorded a visit"),
    "lectures.imported": _("Imported visits"),
    "lectures.visit_withdrawn": _("Took a visit out"),
    "lectures.device_linked": _("Linked a device"),
    "lectures.device_revoked": _("Revoked a device"),
}

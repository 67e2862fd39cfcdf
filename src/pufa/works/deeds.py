"""What the audit trail calls the deeds of this app."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, str | Promise]] = {
    "works.written": _("Entered a work"),
    "works.edited": _("Changed a work"),
    "works.withdrawn": _("Withdrew a work"),
    "works.version_added": _("Added a version of a work"),
    "works.version_dropped": _("Took a version of a work away"),
    "works.award_added": _("Entered an award"),
    "works.award_withdrawn": _("Took an award back"),
    "works.reuse_asked": _("Asked to reuse a work"),
    "works.reuse_granted": _("Granted the reuse of a work"),
    "works.reuse_refused": _("Refused the reuse of a work"),
    "works.heritage_written": _("Entered a heritage"),
    "works.heritage_edited": _("Changed a heritage"),
    "works.heritage_used": _("Noted the use of a heritage"),
}

"""What the audit trail calls the deeds of this app."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, str | Promise]] = {
    "festivals.planned": _("Planned a forum"),
    "festivals.session_added": _("Added a session"),
    "festivals.announced": _("Announced a forum"),
    "festivals.called_off": _("Called a forum off"),
    "festivals.closed": _("Closed a forum"),
    "festivals.reopened": _("Took the closing of a forum back"),
    "festivals.handout_added": _("Added a forum file"),
    "festivals.handout_removed": _("Removed a forum file"),
    "festivals.group_registered": _("Registered a group"),
    "festivals.exhibition_opened": _("Opened an exhibition"),
    "festivals.panel_added": _("Added a panel"),
    "festivals.panel_edited": _("Changed a panel"),
    "festivals.panels_ordered": _("Ordered the panels"),
}

"""What the audit trail calls the deeds of this app."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, str | Promise]] = {
    "events.campaign_added": _("Added a campaign"),
    "events.theme_day_added": _("Added a theme day"),
    "events.planned": _("Planned an activity"),
    "events.changed": _("Changed an activity"),
    "events.announced": _("Announced an activity"),
    "events.called_off": _("Called an activity off"),
    "events.no_double": _("Found an activity to be no double"),
    "events.recorded": _("Recorded an activity"),
    "events.corrected": _("Corrected a result sheet"),
    "events.withdrawn": _("Took an activity out"),
    "events.picture_added": _("Added a picture of an activity"),
    "events.picture_removed": _("Removed a picture of an activity"),
    "events.imported": _("Imported activities"),
}

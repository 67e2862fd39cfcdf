"""What the audit trail calls the deeds of this app."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "tracing.asked": _("Asked for pages to be gathered"),
    "tracing.gathered": _("Finished a gathering"),
    "tracing.stopped": _("Stopped a gathering"),
    "tracing.retried": _("Had failed pages tried again"),
    "tracing.captured": _("Kept a page as evidence"),
    "tracing.found": _("Found a copy of a piece"),
    "tracing.rejudged": _("Judged a copy anew"),
    "tracing.moved": _("Decided on a copy"),
    "tracing.undone": _("Took a decision on copies back"),
    "tracing.checked": _("Looked again at a copy"),
    "tracing.site_named": _("Named a site"),
    "tracing.watched": _("Put a source on the watch list"),
    "tracing.watched_changed": _("Corrected a watched source"),
    "tracing.watched_on": _("Began to look at a source again"),
    "tracing.watched_off": _("Stopped looking at a source"),
    "tracing.case_taken": _("Took out a case file"),
}

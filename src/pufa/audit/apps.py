"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.audit"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        """Registers the timed job and names the app's own deeds."""
        from pufa.audit import jobs, verbs  # noqa: F401  (importing the jobs registers them)

        verbs.describe(
            {
                "audit.pruned": _("Removed entries past their time"),
                "audit.resealed": _("Sealed the trail anew"),
                "audit.exported": _("Took the trail out as a file"),
            }
        )

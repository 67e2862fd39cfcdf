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
                "audit.seal_broken": _("Found the trail's seal broken"),
                "audit.resealed": _("Looked into the broken seal"),
                "audit.exported": _("Took the trail out as a file"),
            }
        )

"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatutesConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.statutes"
    verbose_name = _("Statute library")

    def ready(self) -> None:
        """Names the app's deeds in the audit trail."""
        from pufa.audit import verbs

        verbs.describe(
            {
                "statutes.imported": _("Imported laws"),
                "statutes.law_changed": _("Changed a law"),
            }
        )

"""Registers the app with Django: its deeds by name, and the check of citations in the review."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatutesConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.statutes"
    verbose_name = _("Statute library")

    def ready(self) -> None:
        """Names the app's deeds in the audit trail, registers its timed job and the check of citations."""
        from pufa.audit import verbs

        import_module("pufa.statutes.jobs")
        import_module("pufa.statutes.review_checks")
        verbs.describe(
            {
                "statutes.imported": _("Imported laws"),
                "statutes.law_changed": _("Changed a law"),
            }
        )

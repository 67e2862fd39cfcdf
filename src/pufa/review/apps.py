"""Registers the app with Django: its machine checks and timed jobs."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.review"
    verbose_name = _("Review")

    def ready(self) -> None:
        """Registers checks and jobs by loading the modules that declare them, and names the deeds."""
        from pufa.audit import verbs
        from pufa.review.deeds import DEEDS

        verbs.describe(DEEDS)
        import_module("pufa.review.checks")
        import_module("pufa.review.jobs")

"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.portal"
    verbose_name = _("Public site")

    def ready(self) -> None:
        """Hear what changes, and declare the timed jobs."""
        from pufa.audit import verbs
        from pufa.portal import jobs, receivers  # noqa: F401  (importing the jobs registers them)

        receivers.connect()
        verbs.describe({"site.changed": _("Changed what the site says of itself")})

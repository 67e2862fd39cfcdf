"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.portal"
    verbose_name = _("Public site")

    def ready(self) -> None:
        """Hear what changes, declare the timed jobs, and say whose readers are counted."""
        from pufa.audit import verbs
        from pufa.portal import jobs, queries, receivers  # noqa: F401  (importing the jobs registers them)
        from pufa.reach.hits import known

        receivers.connect()
        known.register("page", queries.existing_pages)
        known.register("law", queries.existing_laws, queries.titles_of_laws)
        verbs.describe({"site.changed": _("Changed what the site says of itself")})

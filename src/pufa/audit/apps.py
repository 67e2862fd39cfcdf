"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.audit"
    verbose_name = _("Audit trail")

"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.accounts"
    verbose_name = _("People and organisations")

"""Registers the app with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Makes the groups after each migration."""
        post_migrate.connect(_make_groups, sender=self)


def _make_groups(**kwargs: object) -> None:
    from pufa.accounts import actions

    actions.ensure_groups()

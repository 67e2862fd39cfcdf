"""Registers the app with Django."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Makes the groups after each migration, notes each signing in as a session, registers the timed job."""
        from pufa.accounts import jobs  # noqa: F401  (importing it registers the job)
        from pufa.accounts.deeds import DEEDS
        from pufa.audit import verbs

        verbs.describe(DEEDS)
        post_migrate.connect(_make_groups, sender=self)
        user_logged_in.connect(_open_session, dispatch_uid="accounts.open_session")


def _make_groups(**_given: object) -> None:
    from pufa.accounts import actions

    actions.ensure_groups()


def _open_session(request: HttpRequest, user: object, **_given: object) -> None:
    from pufa.accounts import middleware
    from pufa.accounts.models import User

    if isinstance(user, User):
        middleware.open_session(request, user)

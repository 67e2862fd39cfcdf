"""How the desk looks to one person."""

from datetime import datetime

from django.db import transaction
from wagtail.users.models import UserProfile

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions


def choose_look(*, user: User, language: str, theme: str, now: datetime | None = None) -> None:
    """Keeps the language and theme somebody chose for the desk."""
    with transaction.atomic():
        profile = UserProfile.get_for_user(user)
        profile.preferred_language, profile.theme = language, theme
        profile.save(update_fields=["preferred_language", "theme"])
        audit_actions.record(by=user, verb="accounts.look_chosen", key=f"person:{user.pk}", title=str(user), now=now)

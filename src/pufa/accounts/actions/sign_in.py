"""Proving who one is: the password, changing it, and seeing a colleague's phone number."""

from datetime import datetime
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions import locks
from pufa.accounts.actions.roles import require_office
from pufa.accounts.errors import AccountsError, SignInError
from pufa.accounts.models import DeskSession, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock

# A password's hash takes 100 MB of memory for a moment: not more than two at once in one process.
_room_to_hash = BoundedSemaphore(2)


def check_password(*, username: str, password: str, now: datetime | None = None) -> User:
    """The person whose name and password these are; takes as long and says the same when there is no such name.

    Raises SignInError: `wrong`, or `locked` after LOCKOUT_TRIES wrong ones.
    """
    moment = now or clock.now()
    number = locks.take_try(purpose="password", name=username, now=moment)
    with _room_to_hash:
        found = authenticate(username=username, password=password)
    if not isinstance(found, User):
        _note_failure(username=username, number=number, now=moment)
        raise SignInError(_("The user name or the password is not right."))
    locks.forget(purpose="password", name=username)
    return found


def change_password(
    *, user: User, old: str, new: str, keep: DeskSession | None = None, now: datetime | None = None
) -> None:
    """Changes one's own password and ends one's other sessions.

    Raises SignInError when the old one is wrong, AccountsError when the new one breaks the rules.
    """
    moment = now or clock.now()
    locks.take_try(purpose="change", name=str(user.pk), now=moment)
    if not user.check_password(old):
        raise SignInError(_("The present password is not right."), code="wrong_old")
    if old == new:
        raise AccountsError(_("The new password is the old one."), code="same_password")
    set_password(user=user, password=new)
    with transaction.atomic():
        locks.forget(purpose="change", name=str(user.pk))
        user.save(update_fields=["password", "must_change_password"])
        user.desk_sessions.exclude(pk=keep.pk if keep else 0).delete()
        audit_actions.record(
            by=user, verb="accounts.password_changed", key=f"person:{user.pk}", title=str(user), now=moment
        )


def set_password(*, user: User, password: str) -> None:
    """Puts a password on the object, not yet saved. Raises AccountsError when it breaks a rule, saying which."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountsError(" ".join(error.messages), code="weak_password") from error
    user.set_password(password)
    user.must_change_password = False


def show_phone(*, user: User, by: User, now: datetime | None = None) -> str:
    """The whole phone number, for the office only; the audit trail keeps who looked. Raises NotAllowedError."""
    require_office(by)
    audit_actions.record(by=by, verb="accounts.phone_shown", key=f"person:{user.pk}", title=str(user), now=now)
    return user.phone


def note_export(*, what: str, by: User, now: datetime | None = None) -> None:
    """Notes that somebody took a list of people or organisations away as a file."""
    audit_actions.record(by=by, verb="accounts.exported", key=f"accounts:{what}", detail={"what": what}, now=now)


def _note_failure(*, username: str, number: int, now: datetime) -> None:
    """Notes the failure; a name nobody bears is not written down, because people mistype their password there."""
    with transaction.atomic():
        known = User.objects.filter(username=username).first()
        key, title = (f"person:{known.pk}", str(known)) if known else ("sign-in:unknown", "")
        audit_actions.record(
            by=None, verb="accounts.sign_in_failed", key=key, title=title, detail={"try": number}, now=now
        )
        if number >= settings.LOCKOUT_TRIES:
            audit_actions.record(by=None, verb="accounts.locked", key=key, title=title, now=now)

"""One-time links with which somebody sets a password: the first one, or a new one after it was forgotten."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pufa.accounts.actions import locks
from pufa.accounts.actions.roles import require_office
from pufa.accounts.actions.sign_in import set_password
from pufa.accounts.errors import AccountsError, LinkError
from pufa.accounts.models import DeskSession, Invitation, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock


def invite(*, user: User, by: User | None, now: datetime | None = None) -> str:
    """The token of a new link, shown only now; earlier open links of this person die.

    Raises NotAllowedError, AccountsError.
    """
    require_office(by)
    if not user.is_active:
        raise AccountsError(_("This person is switched off."), code="inactive")
    moment = now or clock.now()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _open(user).update(revoked_at=moment)
        Invitation.objects.create(
            user=user,
            token_hash=_hash(token),
            created_by=by,
            created_at=moment,
            expires_at=moment + timedelta(days=Invitation.LIFETIME_DAYS),
        )
        audit_actions.record(by=by, verb="accounts.invited", key=f"person:{user.pk}", title=str(user), now=moment)
    return token


def find_invitation(*, token: str, now: datetime | None = None) -> Invitation:
    """The open invitation of a token. Raises LinkError."""
    found = Invitation.objects.select_related("user").filter(token_hash=_hash(token)).first()
    if found is None or not found.user.is_active or not found.is_open(now or clock.now()):
        raise _dead()
    return found


def accept_invitation(*, token: str, name: str, password: str, now: datetime | None = None) -> User:
    """Sets the name and password of the invited person and ends their sessions; works once.

    Raises LinkError, AccountsError for a password that breaks the rules or an empty name.
    """
    moment = now or clock.now()
    user = find_invitation(token=token, now=moment).user
    if not name.strip():
        raise AccountsError(_("The name must not be empty."), code="empty")
    set_password(user=user, password=password)
    with transaction.atomic():
        if not _open(user).filter(token_hash=_hash(token), expires_at__gt=moment).update(used_at=moment):
            raise _dead()
        user.name = name.strip()
        user.save(update_fields=["name", "password", "must_change_password"])
        DeskSession.objects.filter(user=user).delete()
        locks.forget(purpose="password", name=user.username)
        audit_actions.record(
            by=user, verb="accounts.invitation_accepted", key=f"person:{user.pk}", title=str(user), now=moment
        )
    return user


def withdraw_invitations(*, user: User, by: User | None, now: datetime | None = None) -> int:
    """Makes the open links of a person useless; gives how many. Raises NotAllowedError."""
    require_office(by)
    moment = now or clock.now()
    with transaction.atomic():
        count = _open(user).update(revoked_at=moment)
        if count:
            audit_actions.record(
                by=by, verb="accounts.invitation_withdrawn", key=f"person:{user.pk}", title=str(user), now=moment
            )
    return count


def _open(user: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(user=user, used_at=None, revoked_at=None)


def _hash(token: str) -> str:
    """256 random bits need no slow hash; looking up the hash tells nothing of the token by its timing."""
    return hashlib.sha256(token.encode()).hexdigest()


def _dead() -> LinkError:
    return LinkError(_("This link was used, withdrawn or is too old. Ask the programme office for a new one."))

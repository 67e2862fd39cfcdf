"""Taking people in, changing what is known of them, and letting them go."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.roles import grant_role, refuse_last_office, require_office, set_roles
from pufa.accounts.errors import AccountsError
from pufa.accounts.models import DeskSession, Invitation, Organisation, Role, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock


def create_person(
    *,
    username: str,
    name: str,
    organisation: Organisation | None,
    roles: Collection[str],
    password: str | None = None,
    phone: str = "",
    email: str = "",
    by: User | None,
    now: datetime | None = None,
) -> User:
    """Takes a person in; without a password nobody can sign in as them until an invitation is used.

    Raises AccountsError when the user name is taken or malformed, the name is empty or a role is unknown.
    """
    require_office(by)
    _require(username=username, name=name)
    user = User(username=username, name=name.strip(), organisation=organisation, phone=phone, email=email)
    user.set_password(password)
    try:
        with transaction.atomic():
            _insert(user)
            audit_actions.record(
                by=by,
                verb="accounts.person_created",
                key=f"person:{user.pk}",
                title=name,
                detail={"username": username},
                now=now,
            )
            for role in roles:
                grant_role(user=user, role=role, by=by, now=now)
    except IntegrityError as error:
        raise _taken(username) from error
    return user


def change_person(
    *,
    user: User,
    name: str,
    organisation: Organisation | None,
    roles: Collection[str],
    phone: str,
    email: str,
    by: User | None,
    now: datetime | None = None,
) -> bool:
    """Changes what is known of a person; True when anything differs. Raises AccountsError as `create_person` does."""
    require_office(by)
    _require(username=user.username, name=name)
    new = {"name": name.strip(), "organisation": organisation, "phone": phone, "email": email}
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=user.pk)
        changed = sorted(field for field, value in new.items() if getattr(kept, field) != value)
        if changed:
            for field in changed:
                setattr(kept, field, new[field])
                setattr(user, field, new[field])
            kept.save(update_fields=changed)
            audit_actions.record(
                by=by,
                verb="accounts.person_changed",
                key=f"person:{kept.pk}",
                title=name,
                detail={"fields": changed},
                now=now,
            )
        before = kept.roles()
        set_roles(user=kept, roles=roles, by=by, now=now)
    user.forget_roles()
    return bool(changed) or before != set(roles)


def deactivate(*, user: User, by: User | None, now: datetime | None = None) -> None:
    """Closes the door on a person: no sign-in, all sessions ended, open invitations withdrawn; the record stays.

    Raises AccountsError for oneself and for the last member of the office.
    """
    require_office(by)
    if by is not None and by.pk == user.pk:
        raise AccountsError(_("You cannot switch yourself off."), code="oneself")
    moment = now or clock.now()
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=user.pk)
        if not kept.is_active:
            return
        if kept.has_role(Role.OFFICE):
            refuse_last_office(kept)
        kept.is_active = user.is_active = False
        kept.save(update_fields=["is_active"])
        DeskSession.objects.filter(user=kept).delete()
        Invitation.objects.filter(user=kept, used_at=None, revoked_at=None).update(revoked_at=moment)
        audit_actions.record(
            by=by, verb="accounts.person_deactivated", key=f"person:{kept.pk}", title=str(kept), now=moment
        )


def reactivate(*, user: User, by: User | None, now: datetime | None = None) -> None:
    """Opens the door again."""
    require_office(by)
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            audit_actions.record(
                by=by, verb="accounts.person_reactivated", key=f"person:{user.pk}", title=str(user), now=now
            )
    user.is_active = True


def _insert(user: User) -> None:
    if User.objects.filter(username__iexact=user.username).exists():
        raise _taken(user.username)
    user.save()


def _taken(username: str) -> AccountsError:
    return AccountsError(_("The user name %(name)s is taken.") % {"name": username}, code="username_taken")


def _require(*, username: str, name: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise AccountsError(
            _("A user name consists of letters, digits and the signs @ . + - _ only."), code="username_malformed"
        ) from error
    if not name.strip():
        raise AccountsError(_("The name must not be empty."), code="empty")

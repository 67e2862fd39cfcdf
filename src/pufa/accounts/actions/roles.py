"""Giving and taking roles, and the Django groups Wagtail hangs its permissions on."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.models import Admin

from pufa.accounts.errors import AccountsError, NotAllowedError
from pufa.accounts.models import Role, RoleGrant, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock


def ensure_groups() -> None:
    """One Django group per role, each let in at the desk. Running it again changes nothing."""
    for role in Role.values:
        _group(role)


def grant_role(*, user: User, role: str, by: User | None, now: datetime | None = None) -> RoleGrant:
    """Gives a role; one that is held already stays as it is. Raises AccountsError for an unknown role."""
    if role not in Role.values:
        raise AccountsError(_("There is no role “%(role)s”.") % {"role": role}, code="unknown_role")
    require_office(by)
    moment = now or clock.now()
    with transaction.atomic():
        grant, is_new = RoleGrant.objects.get_or_create(
            user=user, role=role, defaults={"granted_by": by, "granted_at": moment}
        )
        user.groups.add(_group(role))
        if is_new:
            audit_actions.record(
                by=by,
                verb="accounts.role_granted",
                key=f"person:{user.pk}",
                title=str(user),
                detail={"role": role},
                now=moment,
            )
    user.forget_roles()
    return grant


def revoke_role(*, user: User, role: str, by: User | None, now: datetime | None = None) -> None:
    """Takes a role; nothing happens if it is not held. Raises AccountsError for the last office member."""
    require_office(by)
    with transaction.atomic():
        gone = RoleGrant.objects.select_for_update().filter(user=user, role=role)
        if not gone.exists():
            return
        if role == Role.OFFICE:
            refuse_last_office(user)
        gone.delete()
        user.groups.remove(_group(role))
        audit_actions.record(
            by=by,
            verb="accounts.role_revoked",
            key=f"person:{user.pk}",
            title=str(user),
            detail={"role": role},
            now=now,
        )
    user.forget_roles()


def set_roles(*, user: User, roles: Collection[str], by: User | None, now: datetime | None = None) -> None:
    """Makes a person hold exactly these roles. Raises as `grant_role` and `revoke_role` do; then nothing is changed."""
    with transaction.atomic():
        held = set(RoleGrant.objects.filter(user=user).values_list("role", flat=True))
        for role in sorted(set(roles) - held):
            grant_role(user=user, role=role, by=by, now=now)
        for role in sorted(held - set(roles)):
            revoke_role(user=user, role=role, by=by, now=now)


def require_office(by: User | None) -> None:
    """Lets the system (None) and the office pass. Raises NotAllowedError for anybody else."""
    if by is not None and not by.has_role(Role.OFFICE):
        raise NotAllowedError(_("Only the programme office may do this."))


def refuse_last_office(user: User) -> None:
    """Raises AccountsError when nobody but this person could manage people afterwards."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    if not others.filter(grants__role=Role.OFFICE).exists() and not others.filter(is_superuser=True).exists():
        raise AccountsError(
            _("This is the last person of the programme office. Give the role to somebody else first."),
            code="last_office",
        )


def _group(role: str) -> Group:
    group, is_new = Group.objects.get_or_create(name=role)
    if is_new or not group.permissions.filter(codename="access_admin").exists():
        door, _made = Permission.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(Admin),
            codename="access_admin",
            defaults={"name": "Can access Wagtail admin"},
        )
        group.permissions.add(door)
    return group

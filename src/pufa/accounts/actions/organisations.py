"""Founding and changing organisations and districts."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.roles import require_office
from pufa.accounts.errors import AccountsError
from pufa.accounts.models import District, Organisation, OrganisationKind, User
from pufa.audit import actions as audit_actions


def create_district(
    *, code: str, name: str, parent: District | None = None, by: User | None, now: datetime | None = None
) -> District:
    """Adds a district to the region tree. Raises AccountsError when the code is taken or empty."""
    require_office(by)
    _require(code=code, name=name)
    with transaction.atomic():
        if District.objects.filter(code=code).exists():
            raise AccountsError(_("The code %(code)s is taken.") % {"code": code}, code="code_taken")
        district = District.objects.create(code=code, name=name, parent=parent)
        audit_actions.record(
            by=by, verb="accounts.district_created", key=f"district:{district.pk}", title=name, now=now
        )
    return district


def change_district(
    *, district: District, name: str, parent: District | None, by: User | None, now: datetime | None = None
) -> bool:
    """Renames or moves a district; True when anything differs.

    Raises AccountsError when it would stand under itself.
    """
    require_office(by)
    _require(name=name)
    with transaction.atomic():
        kept = District.objects.select_for_update().get(pk=district.pk)
        if (kept.name, kept.parent) == (name, parent):
            return False
        _refuse_circle(kept, parent)
        kept.name, kept.parent = name, parent
        kept.save(update_fields=["name", "parent"])
        audit_actions.record(by=by, verb="accounts.district_changed", key=f"district:{kept.pk}", title=name, now=now)
    district.name, district.parent = name, parent
    return True


def create_organisation(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    district: District | None,
    parent: Organisation | None = None,
    by: User | None,
    now: datetime | None = None,
) -> Organisation:
    """Adds an organisation. Raises AccountsError when the code is taken, a name is missing or the kind is unknown."""
    require_office(by)
    _require(code=code, name=name, short_name=short_name, kind=kind)
    try:
        with transaction.atomic():
            made = Organisation.objects.create(
                code=code, name=name, short_name=short_name, kind=kind, district=district, parent=parent
            )
            audit_actions.record(
                by=by, verb="accounts.organisation_created", key=f"organisation:{made.pk}", title=name, now=now
            )
    except IntegrityError as error:
        raise AccountsError(_("The code %(code)s is taken.") % {"code": code}, code="code_taken") from error
    return made


def change_organisation(
    *,
    organisation: Organisation,
    name: str,
    short_name: str,
    kind: str,
    district: District | None,
    parent: Organisation | None,
    by: User | None,
    now: datetime | None = None,
) -> bool:
    """Changes an organisation; True when anything differs. Raises AccountsError when it would stand under itself."""
    require_office(by)
    _require(name=name, short_name=short_name, kind=kind)
    new = {"name": name, "short_name": short_name, "kind": kind, "district": district, "parent": parent}
    with transaction.atomic():
        kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
        changed = sorted(field for field, value in new.items() if getattr(kept, field) != value)
        if not changed:
            return False
        _refuse_circle(kept, parent)
        for field in changed:
            setattr(kept, field, new[field])
            setattr(organisation, field, new[field])
        kept.save(update_fields=changed)
        audit_actions.record(
            by=by,
            verb="accounts.organisation_changed",
            key=f"organisation:{kept.pk}",
            title=name,
            detail={"fields": changed},
            now=now,
        )
    return True


def _require(*, kind: str = OrganisationKind.OTHER, **texts: str) -> None:
    if not all(text.strip() for text in texts.values()):
        raise AccountsError(_("Code, full name and short name must not be empty."), code="empty")
    if kind not in OrganisationKind.values:
        raise AccountsError(_("There is no kind of organisation “%(kind)s”.") % {"kind": kind}, code="unknown_kind")


def _refuse_circle(node: District | Organisation, parent: District | Organisation | None) -> None:
    above = parent
    while above is not None:
        if above.pk == node.pk:
            raise AccountsError(_("It cannot stand below itself."), code="circle")
        above = above.parent

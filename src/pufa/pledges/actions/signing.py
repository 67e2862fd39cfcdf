"""Signing, renewing, withdrawing: each is a row that stays."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import Organisation, User
from pufa.audit import actions as audit_actions
from pufa.audit.models import SYSTEM_ID
from pufa.lib import clock
from pufa.matrix.models import Account
from pufa.pledges import queries
from pufa.pledges.errors import NotAllowedError, PledgesError
from pufa.pledges.metrics import SIGNED
from pufa.pledges.models import Convention, Deed, Edition, Signature
from pufa.pledges.queries import access
from pufa.reach import actions as reach_actions
from pufa.reach.models import Entry


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: an account, a unit, or a person of public life (with name and title)."""

    key: str
    name: str
    organisation: Organisation | None
    account: Account | None = None

    @classmethod
    def of_account(cls, account: Account) -> "Signatory":
        """An account's name, for all platforms its unit uses it on."""
        return cls(queries.account_key(account), account.name, account.organisation, account)

    @classmethod
    def of_unit(cls, unit: Organisation) -> "Signatory":
        """A unit."""
        return cls(f"unit:{unit.pk}", unit.name, unit)

    @classmethod
    def of_person(cls, name: str, title: str) -> "Signatory":
        """Somebody of public life, entered by the office."""
        return cls(f"person:{name}:{title}"[:120], f"{name}（{title}）"[:80], None)


def sign(
    *,
    convention: Convention,
    who: Signatory,
    signed_by: str,
    confirmed: str,
    by: User,
    at: datetime | None = None,
    now: datetime | None = None,
) -> Signature:
    """Signs the newest edition for somebody; `confirmed` repeats the signatory's name; `at`: when, if on paper before.

    Raises NotAllowedError, PledgesError: not_public, already_signed, name_differs, no_reason.
    """
    edition = _open_edition(convention, who, by)
    if confirmed.strip() != who.name:
        raise PledgesError(_("Type the name as it stands: %s") % who.name, code="name_differs")
    if not signed_by.strip():
        raise PledgesError(_("Say who is responsible."), code="no_reason")
    moment = now or clock.now()
    with transaction.atomic():
        Convention.objects.select_for_update().get(pk=convention.pk)
        last = _last(convention, who)
        if last is not None and last.deed in queries.STANDING:
            raise PledgesError(_("%s has signed already.") % who.name, code="already_signed")
        entry = reach_actions.record(
            metric=SIGNED, amount=1, at=at or moment, source_key=f"pledge:{convention.pk}:{who.key}"[:120],
            source_title=who.name,
            source_url=convention.get_absolute_url(), organisation=who.organisation, by=by, now=moment,
            evidence={"note": str(edition)},
        )  # fmt: skip
        return _write(edition, who, Deed.SIGNED, signed_by, by, moment, entry=entry.pk, at=at)


def renew(
    *, convention: Convention, who: Signatory, signed_by: str, by: User, now: datetime | None = None
) -> Signature:
    """Signs a newer edition; it does not count again. Raises NotAllowedError, PledgesError."""
    edition = _open_edition(convention, who, by)
    with transaction.atomic():
        Convention.objects.select_for_update().get(pk=convention.pk)
        last = _standing(convention, who)
        if last.edition_id == edition.pk:
            raise PledgesError(_("%s has signed already.") % who.name, code="already_signed")
        return _write(edition, who, Deed.RENEWED, signed_by, by, now or clock.now(), entry=last.ledger_entry)


def withdraw_signature(
    *, convention: Convention, who: Signatory, reason: str, by: User, now: datetime | None = None
) -> Signature:
    """A signatory leaves: the figure goes down by a counter-entry. Raises NotAllowedError, PledgesError."""
    if not access.may_sign_for(by, who.organisation.pk if who.organisation else None):
        raise NotAllowedError(_("This signatory belongs to another unit."))
    return _end(convention, who, Deed.WITHDRAWN, reason, by, now)


def suspend(*, convention: Convention, who: Signatory, reason: str, by: User, now: datetime | None = None) -> Signature:
    """Suspends a signatory's mark after a breach; it may sign anew. Raises NotAllowedError, PledgesError."""
    if not access.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))
    return _end(convention, who, Deed.SUSPENDED, reason, by, now)


def _end(convention: Convention, who: Signatory, deed: str, reason: str, by: User, now: datetime | None) -> Signature:
    if not reason.strip():
        raise PledgesError(_("Say why."), code="no_reason")
    moment = now or clock.now()
    with transaction.atomic():
        Convention.objects.select_for_update().get(pk=convention.pk)
        last = _standing(convention, who)
        entry = Entry.objects.filter(pk=last.ledger_entry or 0, correction=None).first()
        if entry is not None:
            reach_actions.correct(entry=entry, reason=reason, by=by, now=moment)
        return _write(last.edition, who, deed, last.signed_by, by, moment, reason=reason.strip())


def _open_edition(convention: Convention, who: Signatory, by: User) -> Edition:
    if not access.may_sign_for(by, who.organisation.pk if who.organisation else None):
        raise NotAllowedError(_("This signatory belongs to another unit."))
    edition = queries.edition_of(convention)
    if edition is None or not convention.is_public or convention.is_closed:
        raise PledgesError(_("This convention is not open for signing."), code="not_public")
    return edition


def _last(convention: Convention, who: Signatory) -> Signature | None:
    found = Signature.objects.filter(edition__convention=convention, signatory=who.key)
    return found.select_related("edition").order_by("-pk").first()


def _standing(convention: Convention, who: Signatory) -> Signature:
    last = _last(convention, who)
    if last is None or last.deed not in queries.STANDING:
        raise PledgesError(_("%s has not signed.") % who.name, code="not_signed")
    return last


def _write(
    edition: Edition, who: Signatory, deed: str, signed_by: str, by: User | None, now: datetime, *, reason: str = "",
    entry: int | None = None, at: datetime | None = None,
) -> Signature:  # fmt: skip
    count = Signature.objects.count() + 1
    made = Signature(
        edition=edition, deed=deed, signatory=who.key, name=who.name, account=who.account,
        organisation=who.organisation,
        signed_by=signed_by.strip()[:40], number=f"GY{clock.shanghai_day(now):%Y%m%d}-{count:06d}", at=at or now,
        reason=reason,
        ledger_entry=entry, actor_id=SYSTEM_ID if by is None else str(by.pk),
        actor_name=SYSTEM_ID if by is None else by.name[:80],
    )  # fmt: skip
    made.save()
    detail = {"signatory": who.key, "edition": edition.number}
    audit_actions.record(by=by, verb=f"pledges.{deed}", key=made.key, title=who.name, detail=detail, now=now)
    return made

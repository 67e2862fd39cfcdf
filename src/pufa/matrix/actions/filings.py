"""Filing and deciding: opening, change, hand-over, annual check, closing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import Organisation, User
from pufa.audit import actions as audit_actions
from pufa.edge import purge
from pufa.lib import clock, workdays
from pufa.matrix.actions.fields import Fields, apply_changes, changed_fields, explained, tidy
from pufa.matrix.actions.permissions import require_office, require_text, require_unit
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, Filing, NoticedChange

DIRECTORY = "/accounts/"


def file_opening(
    *, fields: Fields, happened_on: date, reason: str = "", by: User | None, now: datetime | None = None
) -> Filing:
    """Files a new account; it is in the register once the office approves.

    `fields` are those of the form: organisation, platform, sector and name are needed. Raises MatrixError: empty,
    bad_day, bad_address, second_account, handle_taken; NotAllowedError for another unit.
    """
    moment = now or clock.now()
    values = tidy(fields, is_new=True)
    require_unit(by, values["organisation"])
    _require_day(happened_on, moment)
    try:
        with transaction.atomic():
            account = Account.objects.create(**values, opened_on=happened_on)
            return _filed(account, Filing.Kind.OPENING, {}, account.told(), values.get("contact", ""), reason,
                          happened_on, by, moment)  # fmt: skip
    except IntegrityError as error:
        raise explained(error, values) from error


def file_change(
    *, account: Account, fields: Fields, happened_on: date, reason: str, by: User | None, now: datetime | None = None
) -> Filing:
    """Files what is different now, such as name or certification; the register changes once the office approves.

    Raises MatrixError: nothing_changed, wrong_state, open_filing, bad_day, no_reason.
    """
    moment, values = now or clock.now(), tidy(fields)
    contact = str(values.pop("contact", ""))
    before, after = changed_fields(account, values)
    if not after and contact in {"", account.contact}:
        raise MatrixError(_("Nothing is different from the register."), code="nothing_changed")
    reason = require_text(reason, _("Say why this changed."))
    return _file(account, Filing.Kind.CHANGE, before, after, contact, reason, happened_on, by, moment)


def file_hand_over(
    *,
    account: Account,
    operator: str,
    contact: str,
    record: str,
    happened_on: date,
    organisation: Organisation | None = None,
    by: User | None,
    now: datetime | None = None,
) -> Filing:
    """Files that somebody else, or another unit, runs the account now; `record` says what was handed over to whom.

    Raises MatrixError: no_reason, wrong_state, open_filing, bad_day, nothing_changed.
    """
    values: dict[str, Any] = {"operator": require_text(operator, _("Say who runs the account now."))}
    if organisation is not None:
        values["organisation"] = organisation
    before, after = changed_fields(account, tidy(values))
    if not after and contact in {"", account.contact}:
        raise MatrixError(_("Nothing is different from the register."), code="nothing_changed")
    record = require_text(record, _("Say what was handed over: password, bound phone, materials, and to whom."))
    kind = Filing.Kind.HAND_OVER
    return _file(account, kind, before, after, contact, record, happened_on, by, now or clock.now())


def file_check(
    *,
    account: Account,
    is_in_use: bool,
    has_interaction: bool,
    note: str = "",
    by: User | None,
    now: datetime | None = None,
) -> Filing:
    """Files the annual check: what the register says is still right, and whether readers can answer."""
    moment = now or clock.now()
    after = {"is_in_use": is_in_use, "has_interaction": has_interaction}
    day = clock.shanghai_day(moment)
    return _file(account, Filing.Kind.CHECK, {}, after, "", note.strip(), day, by, moment)


def file_closing(
    *, account: Account, closed_on: date, reason: str, by: User | None, now: datetime | None = None
) -> Filing:
    """Files that the account is closed. Raises MatrixError: no_reason, wrong_state, open_filing, bad_day."""
    reason = require_text(reason, _("Say why the account is closed and where its readers find you now."))
    after = {"closed_on": closed_on.isoformat()}
    return _file(account, Filing.Kind.CLOSING, {}, after, "", reason, closed_on, by, now or clock.now())


def approve(*, filing: Filing, note: str = "", by: User | None, now: datetime | None = None) -> Account:
    """Enters a filing in the register and gives the account.

    Raises NotAllowedError, MatrixError: wrong_state, second_account, handle_taken.
    """
    require_office(by)
    moment = now or clock.now()
    try:
        with transaction.atomic():
            kept = _locked(filing)
            account = Account.objects.select_for_update().get(pk=kept.account_id)
            apply_changes(account, kept, moment)
            _settle_noticed(account, kept, moment)
            _decide(kept, Filing.State.APPROVED, note, by, moment)
            purge.purge_prefix(DIRECTORY)
    except IntegrityError as error:
        raise explained(error, {}) from error
    filing.refresh_from_db()
    return account


def refuse(*, filing: Filing, note: str, by: User | None, now: datetime | None = None) -> Filing:
    """Sends a filing back with a reason. Raises NotAllowedError, MatrixError: wrong_state, no_reason."""
    require_office(by)
    note = require_text(note, _("Say why, so that the unit can file again."))
    with transaction.atomic():
        kept = _locked(filing)
        _refuse_opening(kept)
        _decide(kept, Filing.State.REFUSED, note, by, now or clock.now())
    filing.refresh_from_db()
    return kept


def withdraw(*, filing: Filing, by: User | None, now: datetime | None = None) -> Filing:
    """Takes a filing back before it is decided. Raises NotAllowedError for others than its unit, MatrixError."""
    require_unit(by, filing.account.organisation)
    with transaction.atomic():
        kept = _locked(filing)
        _refuse_opening(kept)
        _decide(kept, Filing.State.WITHDRAWN, "", by, now or clock.now())
    filing.refresh_from_db()
    return kept


def register(
    *, fields: Fields, happened_on: date, reason: str = "", by: User | None, now: datetime | None = None
) -> Account:
    """Files an account and enters it at once, as the office does with a list it has checked. Raises as both do."""
    require_office(by)
    with transaction.atomic():
        filing = file_opening(fields=fields, happened_on=happened_on, reason=reason, by=by, now=now)
        return approve(filing=filing, by=by, now=now)


def _file(
    account: Account,
    kind: Filing.Kind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    contact: str,
    reason: str,
    happened_on: date,
    by: User | None,
    now: datetime,
) -> Filing:
    require_unit(by, account.organisation)
    _require_day(happened_on, now)
    with transaction.atomic():
        kept = Account.objects.select_for_update().get(pk=account.pk)
        if kept.state != Account.State.ACTIVE:
            raise MatrixError(_("The account is not in the register."), code="wrong_state")
        return _filed(kept, kind, before, after, contact, reason, happened_on, by, now)


def _filed(
    account: Account,
    kind: Filing.Kind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    contact: str,
    reason: str,
    happened_on: date,
    by: User | None,
    now: datetime,
) -> Filing:
    if Filing.objects.waiting().filter(account=account).exists():
        raise MatrixError(_("Another filing of this account still waits for approval."), code="open_filing")
    filing = Filing.objects.create(
        account=account, kind=kind, before=before, after=after, contact=contact, reason=reason, happened_on=happened_on,
        due_on=happened_on + timedelta(days=settings.MATRIX["filing_days"]), submitted_by=by, submitted_at=now,
        decide_by=workdays.add(now, settings.MATRIX["decision_days"]),
    )  # fmt: skip
    detail = {"kind": kind, "filing": filing.pk, "fields": sorted(after), "late": filing.is_late}
    audit_actions.record(by=by, verb="matrix.filed", key=account.key, title=account.name, detail=detail, now=now)
    return filing


def _locked(filing: Filing) -> Filing:
    kept = Filing.objects.select_for_update().select_related("account").get(pk=filing.pk)
    if kept.state != Filing.State.SUBMITTED:
        raise MatrixError(_("This filing is decided already."), code="wrong_state")
    return kept


def _decide(filing: Filing, state: Filing.State, note: str, by: User | None, now: datetime) -> None:
    filing.state, filing.decision, filing.decided_by, filing.decided_at = state, note.strip(), by, now
    filing.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    verb, account = f"matrix.filing_{state}", filing.account
    detail = {"kind": filing.kind, "filing": filing.pk}
    audit_actions.record(by=by, verb=verb, key=account.key, title=account.name, detail=detail, now=now)


def _refuse_opening(filing: Filing) -> None:
    if filing.kind == Filing.Kind.OPENING:
        Account.objects.filter(pk=filing.account_id).update(state=Account.State.REFUSED)


def _settle_noticed(account: Account, filing: Filing, now: datetime) -> None:
    """A change somebody noticed is settled by the filing that tells of it."""
    fields = [*filing.after, *(["contact"] if filing.contact else [])]
    open_ones = NoticedChange.objects.filter(account=account, field__in=fields, settled_at=None)
    open_ones.update(settled_at=now, filing=filing)


def _require_day(day: date, now: datetime) -> None:
    if not clock.FIRST_DAY <= day <= clock.shanghai_day(now):
        raise MatrixError(_("The day lies in the future, or too far in the past."), code="bad_day")

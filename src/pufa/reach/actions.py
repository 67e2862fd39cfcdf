"""Writing the ledger: an outcome, and the counter-entry that takes a wrong one back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import District, Organisation
from pufa.audit import actions as audit_actions
from pufa.audit.models import SYSTEM_ID
from pufa.lib import clock
from pufa.reach import metrics
from pufa.reach.models.ledger import AMOUNT_DIGITS, AMOUNT_PLACES, Entry

CLOCK_TOLERANCE = timedelta(days=1)
_STEP = Decimal(1).scaleb(-AMOUNT_PLACES)
_LIMIT = Decimal(10) ** (AMOUNT_DIGITS - AMOUNT_PLACES)


class LedgerError(Exception):
    """The ledger refuses an entry; `code` says why to programs, the message to people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def record(
    *,
    metric: str,
    amount: Decimal | int | str,
    at: datetime,
    source_key: str,
    source_title: str = "",
    source_url: str = "",
    organisation: Organisation | None = None,
    district: District | None = None,
    evidence: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
    by: audit_actions.Actor | None = None,
    now: datetime | None = None,
) -> Entry:
    """Enters one outcome and gives its entry; `at` is when it happened. The district defaults to the unit's.

    A second call with the same idempotency key gives the entry of the first, if it says the same.
    Raises LedgerError: unknown_metric, counted_metric, bad_amount, bad_time, no_source, replay_differs.
    """
    moment = now or clock.now()
    entry = Entry(
        metric=_metric(metric),
        amount=_amount(amount),
        at=_happened(at, moment),
        recorded_at=moment,
        organisation=organisation,
        district=district or (organisation.district if organisation else None),
        source_key=_source(source_key),
        source_title=source_title[:300],
        source_url=source_url[:500],
        evidence=dict(evidence or {}),
        idempotency_key=idempotency_key,
        actor_id=SYSTEM_ID if by is None else str(by.pk),
        actor_name=SYSTEM_ID if by is None else by.name[:80],
    )
    try:
        with transaction.atomic():
            if (known := _known(idempotency_key)) is not None:
                return _same(known, entry)
            entry.save()
            _tell(entry, "reach.recorded", by, moment)
    except IntegrityError:
        # Another connection entered the same key between our look and our write.
        if (known := _known(idempotency_key)) is None:
            raise
        return _same(known, entry)
    return entry


def correct(*, entry: Entry, reason: str, by: audit_actions.Actor | None, now: datetime | None = None) -> Entry:
    """Takes an entry back by one of the opposite amount at the same time and place, and gives that one.

    Raises LedgerError: no_reason, already_corrected, is_correction.
    """
    if not reason.strip():
        raise LedgerError("no_reason", _("Say why the entry is wrong."))
    if entry.is_correction:
        raise LedgerError("is_correction", _("A correction cannot be corrected; record the right outcome anew."))
    moment = now or clock.now()
    with transaction.atomic():
        original = Entry.objects.select_for_update().get(pk=entry.pk)
        if Entry.objects.filter(correction_of=original).exists():
            raise LedgerError("already_corrected", _("This entry was already taken back."))
        copied = ("metric", "at", "organisation_id", "district_id", "source_key", "source_title", "source_url")
        counter = Entry(
            **{name: getattr(original, name) for name in copied},
            amount=-original.amount,
            recorded_at=moment,
            correction_of=original,
            reason=reason.strip(),
            actor_id=SYSTEM_ID if by is None else str(by.pk),
            actor_name=SYSTEM_ID if by is None else by.name[:80],
        )
        counter.save()
        _tell(counter, "reach.corrected", by, moment, corrects=original.pk, reason=counter.reason)
    return counter


def _metric(code: str) -> str:
    try:
        found = metrics.get(code)
    except metrics.UnknownMetricError:
        raise LedgerError("unknown_metric", _("No metric is called “%s”.") % code) from None
    if found.is_counted:
        raise LedgerError("counted_metric", _("“%s” is counted by the software and cannot be entered.") % found.label)
    return code


def _amount(value: Decimal | int | str) -> Decimal:
    try:
        amount = Decimal(value)
        usable = amount.is_finite() and 0 < amount < _LIMIT and amount == amount.quantize(_STEP)
    except (InvalidOperation, TypeError, ValueError):
        usable = False
    if not usable or isinstance(value, float):
        raise LedgerError("bad_amount", _("The amount must be a number above zero with at most two decimals."))
    return amount.quantize(_STEP)


def _happened(at: datetime, now: datetime) -> datetime:
    if at.tzinfo is None or at > now + CLOCK_TOLERANCE:
        raise LedgerError("bad_time", _("An outcome has a time with a zone, and that time has come."))
    return at


def _source(key: str) -> str:
    if not key or len(key) > 120:
        raise LedgerError("no_source", _("An outcome names the object it came from."))
    return key


def _known(idempotency_key: str | None) -> Entry | None:
    return None if idempotency_key is None else Entry.objects.filter(idempotency_key=idempotency_key).first()


def _same(known: Entry, asked: Entry) -> Entry:
    told = ("metric", "amount", "at", "organisation_id", "district_id", "source_key", "evidence")
    if any(getattr(known, name) != getattr(asked, name) for name in told):
        raise LedgerError("replay_differs", _("This outcome was entered before with other content."))
    return known


def _tell(entry: Entry, verb: str, by: audit_actions.Actor | None, now: datetime, **more: object) -> None:
    detail = {"entry": entry.pk, "metric": entry.metric, "amount": str(entry.amount), **more}
    audit_actions.record(by=by, verb=verb, key=entry.source_key, title=entry.source_title, detail=detail, now=now)

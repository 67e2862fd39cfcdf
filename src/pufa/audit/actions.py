"""Writing the trail: recording a deed, removing what is past its time, sealing anew after a change of key."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from pufa.audit import chain
from pufa.audit.models import NAME_LENGTH, SYSTEM_ID, TITLE_LENGTH, Cut, Entry, Head
from pufa.lib import clock

LEAST_KEEP_DAYS = 184
_VERB = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")


class Actor(Protocol):
    """Whoever acts: anything with a primary key and a display name."""

    @property
    def pk(self) -> object:
        """Its primary key."""

    @property
    def name(self) -> str:
        """Its display name."""


class ChainError(Exception):
    """The head of the chain is missing or not as this installation sealed it, so nothing may be added to it."""


def record(
    *,
    by: Actor | None,
    verb: str,
    key: str,
    title: str = "",
    detail: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> Entry:
    """Adds one deed to the trail and gives its entry; `by=None` is the software itself.

    Call it in the transaction of the change it tells of. `detail` is JSON data without personal data.
    Raises ValueError for a verb that is not like `review.approved`, an empty key or an actor not yet saved,
    TypeError for detail that is no JSON, ChainError when the chain's head was tampered with.
    """
    _check(by, verb, key)
    detail_text = chain.canonical(dict(detail or {}))
    with transaction.atomic():
        head = _locked_head()
        entry = Entry(
            seq=head.seq + 1,
            at=now or clock.now(),
            actor_id=SYSTEM_ID if by is None else str(by.pk),
            actor_name=SYSTEM_ID if by is None else _text(by.name, NAME_LENGTH),
            verb=verb,
            key=key,
            title=_text(title, TITLE_LENGTH),
            detail_text=detail_text,
            previous_hash=head.hash,
        )
        entry.hash = entry.computed_hash()
        entry.save()
        _move(head, entry.seq, entry.hash)
    return entry


def prune(*, by: Actor | None = None, now: datetime) -> int:
    """Removes the oldest entries that are past AUDIT_KEEP_DAYS, leaves a sealed mark and gives how many went.

    Only a whole beginning of the chain goes: an entry stays as long as any before it must stay.
    Raises ValueError when the setting is below what the law asks for.
    """
    if settings.AUDIT_KEEP_DAYS < LEAST_KEEP_DAYS:
        raise ValueError(f"AUDIT_KEEP_DAYS must be at least {LEAST_KEEP_DAYS}")
    limit = now - timedelta(days=settings.AUDIT_KEEP_DAYS)
    with transaction.atomic():
        head = _locked_head()
        first_kept = Entry.objects.filter(at__gte=limit).aggregate(seq=models.Min("seq"))["seq"] or head.seq + 1
        last = Entry.objects.filter(seq__lt=first_kept).order_by("-seq").first()
        if last is None:
            return 0
        removed = Entry.objects.filter(seq__lte=last.seq).count()
        mac = chain.seal("cut", last.seq, last.hash, removed)
        Cut(seq=last.seq, hash=last.hash, removed=removed, at=now, mac=mac).save()
        models.QuerySet(Entry).filter(seq__lte=last.seq).delete()
        record(by=by, verb="audit.pruned", key="audit:trail", detail={"through": last.seq, "removed": removed}, now=now)
    return removed


def reseal(*, by: Actor | None, reason: str, now: datetime | None = None) -> Entry:
    """Seals the chain as it now stands, after the secret key was changed, and records who did so and why.

    What `verify` finds inside the chain stays found; only the head's seal is made anew.
    Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError(_("Give a reason."))
    with transaction.atomic():
        last = Entry.objects.order_by("-seq").first()
        head = Head.objects.select_for_update().filter(id=1).first() or Head(id=1)
        known = {"seq": head.seq, "hash": head.hash}
        _move(head, max(head.seq or 0, last.seq if last else 0), last.hash if last else chain.ORIGIN)
        return record(by=by, verb="audit.resealed", key="audit:trail", detail={"reason": reason, "was": known}, now=now)


def note_export(*, by: Actor, form: str, filters: Mapping[str, object], now: datetime | None = None) -> Entry:
    """Records that the trail was taken out as a file, and which part; whom it was searched for is not repeated."""
    asked = {name: "…" if name == "actor" else str(value) for name, value in filters.items()}
    return record(by=by, verb="audit.exported", key="audit:trail", detail={"form": form, "filters": asked}, now=now)


def _check(by: Actor | None, verb: str, key: str) -> None:
    if not _VERB.fullmatch(verb):
        raise ValueError(f"a verb is written like review.approved, not {verb!r}")
    if not key:
        raise ValueError("an audit entry names its object")
    if by is not None and by.pk is None:
        raise ValueError("the actor is not saved yet")


def _text(value: str, length: int) -> str:
    return str(value).replace("\0", "")[:length]


def _locked_head() -> Head:
    """The head, locked until the transaction ends (SQLite: the whole file is, because transactions are IMMEDIATE)."""
    head = Head.objects.select_for_update().filter(id=1).first()
    if head is None:
        if Entry.objects.exists() or Cut.objects.exists():
            raise ChainError(_("The audit trail has lost its head. Run: pufa audit verify"))
        first = Head(seq=0, hash=chain.ORIGIN, mac=chain.seal("head", 0, chain.ORIGIN))
        Head.objects.bulk_create([first], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(id=1)
    if not head.is_sealed():
        raise ChainError(_("The audit trail's head is not as it was sealed. Run: pufa audit verify"))
    return head


def _move(head: Head, seq: int, hash_: str) -> None:
    head.seq, head.hash, head.mac = seq, hash_, chain.seal("head", seq, hash_)
    head.save()

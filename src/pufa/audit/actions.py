"""Writing the trail: recording a deed, removing what is past its time, sealing anew after a change of key."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from pufa.audit import chain
from pufa.audit.models import NAME_LENGTH, RESEALED, SEAL_BROKEN, SYSTEM_ID, TITLE_LENGTH, TRAIL, Cut, Entry, Head
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
    A chain whose head was tampered with goes on, because the office must go on; but that it was is recorded first.
    Raises ValueError for a verb that is not like `review.approved`, an empty key or an actor not yet saved,
    TypeError for detail that is no JSON.
    """
    _check(by, verb, key)
    detail_text = chain.canonical(dict(detail or {}))
    actor = (SYSTEM_ID, SYSTEM_ID) if by is None else (str(by.pk), _text(by.name, NAME_LENGTH))
    with transaction.atomic():
        head = _locked_head(now or clock.now())
        return _append(head, actor, verb, key, _text(title, TITLE_LENGTH), detail_text, now or clock.now())


def prune(*, by: Actor | None = None, now: datetime) -> int:
    """Removes the oldest entries that are past AUDIT_KEEP_DAYS, leaves a sealed mark and gives how many went.

    Only a whole beginning of the chain goes: an entry stays as long as any before it must stay.
    Raises ValueError when the setting is below what the law asks for.
    """
    if settings.AUDIT_KEEP_DAYS < LEAST_KEEP_DAYS:
        raise ValueError(f"AUDIT_KEEP_DAYS must be at least {LEAST_KEEP_DAYS}")
    limit = now - timedelta(days=settings.AUDIT_KEEP_DAYS)
    with transaction.atomic():
        head = _locked_head(now)
        first_kept = Entry.objects.filter(at__gte=limit).aggregate(seq=models.Min("seq"))["seq"] or head.seq + 1
        last = Entry.objects.filter(seq__lt=first_kept).order_by("-seq").first()
        if last is None:
            return 0
        removed = Entry.objects.filter(seq__lte=last.seq).count()
        mac = chain.seal("cut", last.seq, last.hash, removed)
        Cut(seq=last.seq, hash=last.hash, removed=removed, at=now, mac=mac).save()
        models.QuerySet(Entry).filter(seq__lte=last.seq).delete()
        record(by=by, verb="audit.pruned", key=TRAIL, detail={"through": last.seq, "removed": removed}, now=now)
    return removed


def reseal(*, by: Actor | None, reason: str, now: datetime | None = None) -> Entry:
    """Records that somebody looked into a broken seal and why it was broken, such as a change of the secret key.

    Until then `verify` tells of it. Other faults stay found. Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError(_("Give a reason."))
    return record(by=by, verb=RESEALED, key=TRAIL, detail={"reason": reason.strip()}, now=now)


def note_export(*, by: Actor, form: str, filters: Mapping[str, object], now: datetime | None = None) -> Entry:
    """Records that the trail was taken out as a file, and which part; whom it was searched for is not repeated."""
    asked = {name: "…" if name == "actor" else str(value) for name, value in filters.items()}
    return record(by=by, verb="audit.exported", key=TRAIL, detail={"form": form, "filters": asked}, now=now)


def _check(by: Actor | None, verb: str, key: str) -> None:
    if not _VERB.fullmatch(verb):
        raise ValueError(f"a verb is written like review.approved, not {verb!r}")
    if not key:
        raise ValueError("an audit entry names its object")
    if by is not None and by.pk is None:
        raise ValueError("the actor is not saved yet")


def _text(value: str, length: int) -> str:
    return str(value).replace("\0", "")[:length]


def _locked_head(now: datetime) -> Head:
    """The head, locked until the transaction ends (SQLite: the whole file is, because transactions are IMMEDIATE)."""
    head = Head.objects.select_for_update().filter(id=1).first()
    if head is None:
        Head.objects.bulk_create([Head(seq=0, hash=chain.ORIGIN)], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(id=1)
        if not (Entry.objects.exists() or Cut.objects.exists()):
            return head
    if not head.is_sealed():
        _note_broken_seal(head, now)
    return head


def _note_broken_seal(head: Head, now: datetime) -> None:
    found = chain.canonical({"seq": head.seq, "hash": head.hash, "mac": head.mac})
    last = Entry.objects.order_by("-seq").first() or Cut.objects.first()
    if last is not None:
        head.seq, head.hash = max(head.seq, last.seq), last.hash
    _append(head, (SYSTEM_ID, SYSTEM_ID), SEAL_BROKEN, TRAIL, "", found, now)


def _append(
    head: Head, actor: tuple[str, str], verb: str, key: str, title: str, detail_text: str, now: datetime
) -> Entry:
    entry = Entry(
        seq=head.seq + 1,
        at=now,
        actor_id=actor[0],
        actor_name=actor[1],
        verb=verb,
        key=key,
        title=title,
        detail_text=detail_text,
        previous_hash=head.hash,
    )
    entry.hash = entry.computed_hash()
    entry.save()
    head.seq, head.hash, head.mac = entry.seq, entry.hash, chain.seal("head", entry.seq, entry.hash)
    head.save()
    return entry

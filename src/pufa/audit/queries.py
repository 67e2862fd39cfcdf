"""Reading the trail and proving that it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict

from django.db import connection
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from pufa.audit import chain, guards
from pufa.audit.models import HASHED, RESEALED, SEAL_BROKEN, Cut, Entry, Head

CHUNK = 5000
FAULT_LIMIT = 1000
GUARDED = ("audit_entry", "audit_cut", "audit_head")


class Kind(StrEnum):
    """What can be wrong with the trail."""

    EDITED = "edited"
    MISSING = "missing"
    INSERTED = "inserted"
    BROKEN = "broken"
    HEAD = "head"
    CUT = "cut"
    GUARD = "guard"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, at the entry of number `seq` (0: the trail as a whole), and what it means in words."""

    seq: int
    kind: Kind
    message: str

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}: {self.message}"


@dataclass(frozen=True, slots=True)
class State:
    """How long the trail is and where it ends; note the last hash elsewhere to notice a database put back in time."""

    first_seq: int
    last_seq: int
    last_hash: str


class Asked(TypedDict, total=False):
    """What `entries` may be asked for."""

    key: str
    verb: str
    actor: str
    since: datetime
    until: datetime


def entries(
    *,
    key: str | None = None,
    verb: str | None = None,
    actor: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Entry]:
    """Entries, newest first; `verb` and `key` also match by their beginning when they end in `.` or `:`.

    `actor` is an id or part of a name; `since` is included, `until` is not.
    """
    found: QuerySet[Entry] = Entry.objects.all()
    if key:
        found = found.filter(**{"key__startswith" if key.endswith(":") else "key": key})
    if verb:
        found = found.filter(**{"verb__startswith" if verb.endswith(".") else "verb": verb})
    if actor:
        found = found.filter(actor_id=actor) | found.filter(actor_name__contains=actor)
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    return found


def verbs() -> list[str]:
    """All verbs that occur, in order."""
    return list(Entry.objects.order_by("verb").values_list("verb", flat=True).distinct())


def state() -> State:
    """Where the trail begins and ends."""
    head, cut = Head.objects.first(), Cut.objects.first()
    return State((cut.seq if cut else 0) + 1, head.seq if head else 0, head.hash if head else chain.ORIGIN)


def verify(*, limit: int = FAULT_LIMIT) -> list[Fault]:
    """Everything wrong with the trail, in order; empty when no entry was edited, removed, added or moved.

    Reads the rows in one stream. Entries recorded meanwhile are left for the next time. At most `limit` faults.
    """
    while True:
        cut, head = Cut.objects.first(), Head.objects.first()
        faults = []
        for fault in _faults(cut, head):
            faults.append(fault)
            if len(faults) >= limit:
                break
        if _same_cut(cut, Cut.objects.first()):
            return faults


def _same_cut(before: Cut | None, after: Cut | None) -> bool:
    return (before.seq if before else 0) == (after.seq if after else 0)


def _faults(cut: Cut | None, head: Head | None) -> Iterator[Fault]:
    yield from _guard_faults()
    yield from _seal_faults()
    for mark in Cut.objects.order_by("seq"):
        if not mark.is_sealed():
            yield Fault(mark.seq, Kind.CUT, _("The mark of removed entries is not as it was sealed."))
    start, hash_ = (cut.seq, cut.hash) if cut else (0, chain.ORIGIN)
    if head is None:
        if start or Entry.objects.exists():
            yield Fault(0, Kind.HEAD, _("The head of the chain is gone."))
        head = Head(seq=Entry.objects.aggregate(last=Max("seq"))["last"] or start, hash="")
    elif not head.is_sealed():
        yield Fault(head.seq, Kind.HEAD, _("The head of the chain is not as it was sealed."))
    walk = _Walk(start, hash_)
    yield from walk.run(head.seq)
    if walk.seq < head.seq:
        yield _gap(walk.seq + 1, head.seq)
    elif head.hash and walk.hash != head.hash:
        yield Fault(head.seq, Kind.HEAD, _("The last entry is not the one the chain ends with."))
    yield from _beyond(head.seq)


def _guard_faults() -> Iterator[Fault]:
    for table in GUARDED:
        for event in guards.missing(connection, table):
            text = _("The database no longer refuses %(event)s on %(table)s.")
            yield Fault(0, Kind.GUARD, text % {"event": event.upper(), "table": table})


def _seal_faults() -> Iterator[Fault]:
    """Seals found broken while the work went on, since somebody last looked into it."""
    looked = Entry.objects.filter(verb=RESEALED).aggregate(seq=Max("seq"))["seq"] or 0
    broken = Entry.objects.filter(verb=SEAL_BROKEN, seq__gt=looked).order_by("seq")
    for seq in broken.values_list("seq", flat=True):
        yield Fault(seq, Kind.HEAD, _("Before this entry the head of the chain was not as it was sealed."))


def _beyond(last: int) -> Iterator[Fault]:
    top = Entry.objects.aggregate(top=Max("seq"))["top"] or 0
    head = Head.objects.first()
    end = max(last, head.seq if head else 0)
    if top > end:
        for seq in Entry.objects.filter(seq__gt=end).order_by("seq").values_list("seq", flat=True):
            yield Fault(seq, Kind.INSERTED, _("This entry was added behind the end of the chain."))


def _gap(first: int, last: int) -> Fault:
    return Fault(first, Kind.MISSING, _("Entries %(first)s to %(last)s are missing.") % {"first": first, "last": last})


class _Walk:
    """One pass over the rows from the number and hash before the first of them."""

    def __init__(self, seq: int, hash_: str) -> None:
        self.start = self.seq = seq
        self.hash = hash_

    def run(self, last: int) -> Iterator[Fault]:
        fields = (*HASHED, "previous_hash", "hash")
        rows = Entry.objects.filter(seq__lte=last).order_by("seq").values_list(*fields)
        for row in rows.iterator(chunk_size=CHUNK):
            yield from self.step(dict(zip(fields, row, strict=True)))

    def step(self, row: dict[str, Any]) -> Iterator[Fault]:
        previous, hash_, seq = row.pop("previous_hash"), row.pop("hash"), row["seq"]
        if seq <= self.start:
            yield Fault(seq, Kind.INSERTED, _("This entry stands before the beginning of the chain."))
            return
        if seq != self.seq + 1:
            yield _gap(self.seq + 1, seq - 1)
        elif previous != self.hash:
            yield Fault(seq, Kind.BROKEN, _("This entry does not follow from the one before it."))
        if chain.entry_hash(row, previous) != hash_:
            yield Fault(seq, Kind.EDITED, _("This entry was changed after it was recorded."))
        self.seq, self.hash = seq, hash_

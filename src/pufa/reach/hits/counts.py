"""Asks how often and by how many people objects were read, from the hourly sums.

`since` is included, `until` is not; both are aware datetimes or None for no bound, and count whole hours. Without
`keys` all objects are meant. Days are days in China.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncDate

from pufa.lib.clock import SHANGHAI
from pufa.reach.hits import flush, sketch
from pufa.reach.hits.rollup import Slot
from pufa.reach.hits.visitors import MASK
from pufa.reach.models.hits import HourlyHits

ROWS_A_TRANSACTION: Final = 5_000


@dataclass(frozen=True, slots=True)
class HourlyRow:
    """Readers of one object through one channel in one hour, from another source than the counter.

    `visitors` names the readers in any way that tells them apart, or is their number if they are nobody's twice.
    """

    object_key: str
    hour: datetime
    channel: str
    count: int
    visitors: Iterable[str] | int


def total(keys: Iterable[str] | None = None, since: datetime | None = None, until: datetime | None = None) -> int:
    """How many hits."""
    return int(_rows(keys, since, until).aggregate(sum=Sum("count"))["sum"] or 0)


def unique(keys: Iterable[str] | None = None, since: datetime | None = None, until: datetime | None = None) -> float:
    """About how many different readers (within 2 % mostly); who reads on two days counts twice."""
    rows = _rows(keys, since, until).values_list("sketch", flat=True)
    return sketch.estimate(bytes(one) for one in rows.iterator(chunk_size=1000))


def by_day(
    keys: Iterable[str] | None = None, since: datetime | None = None, until: datetime | None = None
) -> dict[date, int]:
    """Hits of each day that had any, in order."""
    days = _rows(keys, since, until).annotate(day=TruncDate("hour", tzinfo=SHANGHAI)).values("day")
    return dict(days.annotate(sum=Sum("count")).order_by("day").values_list("day", "sum"))


def by_channel(
    keys: Iterable[str] | None = None, since: datetime | None = None, until: datetime | None = None
) -> dict[str, int]:
    """Hits of each channel, most first."""
    return _sums("channel", keys, since, until)


def by_object(
    keys: Iterable[str] | None = None, since: datetime | None = None, until: datetime | None = None
) -> dict[str, int]:
    """Hits of each object, most first."""
    return _sums("object_key", keys, since, until)


def add_rollups(rows: Iterable[HourlyRow]) -> int:
    """Add sums from another source (sample data, figures of an older system) in large steps; how many rows.

    Not idempotent: the same rows added twice count twice. Raises DatabaseError; steps already written stay.
    """
    written = 0
    iterator = iter(rows)
    while some := list(islice(iterator, ROWS_A_TRANSACTION)):
        with transaction.atomic():
            flush.lock_sums()
            written += flush.add_sums(_sketched(some))
    return written


def record_hits(*, object_key: str, hour: datetime, channel: str, count: int, visitors: Iterable[str] | int) -> None:
    """Add the readers of one object in one hour; see `add_rollups` for many."""
    add_rollups([HourlyRow(object_key, hour, channel, count, visitors)])


def _rows(keys: Iterable[str] | None, since: datetime | None, until: datetime | None) -> QuerySet[HourlyHits]:
    rows = HourlyHits.objects.all()
    if keys is not None:
        rows = rows.filter(object_key__in=list(keys))
    if since is not None:
        rows = rows.filter(hour__gte=since)
    return rows if until is None else rows.filter(hour__lt=until)


def _sums(name: str, keys: Iterable[str] | None, since: datetime | None, until: datetime | None) -> dict[str, int]:
    sums = _rows(keys, since, until).values(name).annotate(sum=Sum("count")).order_by("-sum", name)
    return dict(sums.values_list(name, "sum"))


def _sketched(rows: Iterable[HourlyRow]) -> Iterator[tuple[Slot, int, bytes]]:
    for row in rows:
        hour = flush.hour_number(row.hour)
        names = row.visitors
        if isinstance(names, int):
            names = (f"{row.object_key} {hour} {row.channel} {number}" for number in range(names))
        numbers = (int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little") for name in names)
        slot = Slot(hour, row.object_key, row.channel)
        yield slot, row.count, sketch.build(hour, (number & MASK for number in numbers))

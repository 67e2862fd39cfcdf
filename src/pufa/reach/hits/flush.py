"""Writes sums of hits to the database so that each stretch of the log enters exactly once.

The sums and the mark that says how far each log segment is in them go into one transaction. A batch that is tried
again after an unclear error finds its mark and does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from pufa.reach.hits import sketch
from pufa.reach.hits.rollup import Batch, Slot, Span, Tally
from pufa.reach.hits.visitors import HOUR_SECONDS
from pufa.reach.models.hits import HitLogMark, HourlyHits

ROWS_AT_ONCE: Final = 500
MARKS_KEPT: Final = timedelta(days=30)
LOCK_NUMBER: Final = 0x70756661  # any number that nobody else locks


class MarkMismatchError(Exception):
    """A mark in the database fits neither the beginning nor the end of a stretch: two writers of one segment."""


def write(batch: Batch) -> None:
    """Add a batch to the hourly sums, once. Raises MarkMismatchError, or DatabaseError when it is not written."""
    with transaction.atomic():
        lock_sums()
        if _move_marks(batch.spans):
            rows = ((slot, tally.count, _sketch(slot, tally)) for slot, tally in sorted(batch.tallies.items()))
            add_sums(rows)


def lock_sums() -> None:
    """Let one process at a time merge; ends with the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_NUMBER])
    else:
        HitLogMark.objects.filter(segment="").delete()  # SQLite: the first write takes the lock for the whole


def add_sums(rows: Iterable[tuple[Slot, int, bytes]]) -> int:
    """Add counts and sketches to the hourly sums, inside a transaction that holds the lock; how many rows."""
    written = 0
    for some in _portions(rows, ROWS_AT_ONCE):
        known = _known([slot for slot, _, _ in some])
        merged = {}
        for slot, count, sketched in some:
            before_count, before_sketch = known.get(slot, (0, sketch.EMPTY))
            both = sketch.merge((before_sketch, sketched)) if before_sketch else sketched
            known[slot] = merged[slot] = (before_count + count, both)
        HourlyHits.objects.bulk_create(
            [
                HourlyHits(object_key=slot.key, hour=hour_start(slot.hour), channel=slot.channel, count=count, sketch=s)
                for slot, (count, s) in merged.items()
            ],
            update_conflicts=True,
            unique_fields=["object_key", "hour", "channel"],
            update_fields=["count", "sketch"],
        )
        written += len(merged)
    return written


def offset_of(segment: str) -> int:
    """How many bytes of a log segment are in the sums."""
    mark = HitLogMark.objects.filter(segment=segment).first()
    return mark.offset if mark else 0


def forget(segment: str) -> None:
    """Drop the mark of a segment that is deleted, and marks so old that their segments must be."""
    HitLogMark.objects.filter(segment=segment).delete()
    HitLogMark.objects.filter(updated_at__lt=timezone.now() - MARKS_KEPT).delete()


def hour_start(hour: int) -> datetime:
    """The moment at which an hour (its number since 1970) begins."""
    return datetime.fromtimestamp(hour * HOUR_SECONDS, tz=UTC)


def hour_number(moment: datetime) -> int:
    """The number of the hour in which a moment falls."""
    return int(moment.timestamp()) // HOUR_SECONDS


def _sketch(slot: Slot, tally: Tally) -> bytes:
    return sketch.build(slot.hour, tally.visitors)


def _move_marks(spans: Mapping[str, Span]) -> bool:
    marks = dict(HitLogMark.objects.filter(segment__in=spans).values_list("segment", "offset"))
    if all(marks.get(segment, 0) == span.end for segment, span in spans.items()):
        return False
    wrong = [segment for segment, span in spans.items() if marks.get(segment, 0) != span.start]
    if wrong:
        raise MarkMismatchError(", ".join(wrong))
    HitLogMark.objects.bulk_create(
        [HitLogMark(segment=segment, offset=span.end, updated_at=timezone.now()) for segment, span in spans.items()],
        update_conflicts=True,
        unique_fields=["segment"],
        update_fields=["offset", "updated_at"],
    )
    return True


def _known(slots: list[Slot]) -> dict[Slot, tuple[int, bytes]]:
    rows = HourlyHits.objects.filter(
        object_key__in={slot.key for slot in slots}, hour__in={hour_start(slot.hour) for slot in slots}
    ).values_list("hour", "object_key", "channel", "count", "sketch")
    return {Slot(hour_number(hour), key, channel): (count, bytes(s)) for hour, key, channel, count, s in rows}


def _portions(rows: Iterable[tuple[Slot, int, bytes]], size: int) -> Iterator[list[tuple[Slot, int, bytes]]]:
    iterator = iter(rows)
    while some := list(islice(iterator, size)):
        yield some

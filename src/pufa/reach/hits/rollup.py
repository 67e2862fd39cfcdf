"""Sums hits up by object, hour and channel in memory, together with how far into the log the sums reach."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class CountedHit(NamedTuple):
    """A hit as it is logged: hour number, object key, channel, the reader's number of that day."""

    hour: int
    key: str
    channel: str
    visitor: int


class Slot(NamedTuple):
    """What is summed up together."""

    hour: int
    key: str
    channel: str


@dataclass(slots=True)
class Tally:
    """The sum of one slot."""

    count: int = 0
    visitors: set[int] = field(default_factory=set)


class Span(NamedTuple):
    """A stretch of one log segment, in bytes from its beginning."""

    start: int
    end: int


@dataclass(slots=True)
class Batch:
    """Sums and the stretches of log, by segment name, that they were made of: written together or not at all."""

    tallies: dict[Slot, Tally] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)

    def add(self, hits: Iterable[CountedHit], segment: str, span: Span) -> None:
        """Add hits that stand in this stretch of the log; it must follow on from the last one of that segment."""
        tallies = self.tallies
        for hour, key, channel, visitor in hits:
            slot = Slot(hour, key, channel)
            tally = tallies.get(slot)
            if tally is None:
                tally = tallies[slot] = Tally()
            tally.count += 1
            tally.visitors.add(visitor)
        known = self.spans.get(segment)
        self.spans[segment] = Span(known.start if known else span.start, span.end)


@dataclass(slots=True)
class Rollup:
    """The batch that grows; filled by one thread, taken by another."""

    _batch: Batch = field(default_factory=Batch)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, hits: Iterable[CountedHit], segment: str, span: Span) -> None:
        """Add hits that are safely in the log."""
        with self._lock:
            self._batch.add(hits, segment, span)

    def take(self) -> Batch | None:
        """What has come since the last time, or None."""
        with self._lock:
            if not self._batch.spans:
                return None
            batch, self._batch = self._batch, Batch()
            return batch

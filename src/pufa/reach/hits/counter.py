"""The counter itself: takes hits on the server's event loop, acknowledges them once they are on disk, sums them up.

One group commit is under way at a time; the hits that come meanwhile make up the next. A second thread writes the sums
to the database every second. After a crash the log of the dead process is read from its mark on. The order of things
and why nothing is lost or counted twice: README.md in this folder.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final

from django.db import DatabaseError, close_old_connections, connections

from pufa.reach.hits import flush, visitors
from pufa.reach.hits.log import HitLog, Segment, orphans, read
from pufa.reach.hits.request import Hit, RefusedHitError
from pufa.reach.hits.rollup import Batch, CountedHit, Rollup, Slot
from pufa.reach.hits.visitors import Visitors

WINDOW_SECONDS: Final = 0.003
FLUSH_SECONDS: Final = 1.0
MOST_WAITING: Final = 50_000
MOST_SLOTS_AN_HOUR: Final = 50_000
Known = Callable[[Iterable[Slot]], set[Slot]]
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class HitCounter:
    """Counts hits of one server process; a service of the front. `folder` is shared by all processes of a machine.

    `known` picks the hits worth keeping before they go into the database (see `known.only_known`); without it, all.
    """

    folder: Path
    clock: Callable[[], float] = time.time
    window: float = WINDOW_SECONDS
    flush_every: float = FLUSH_SECONDS
    known: Known | None = None
    _log: HitLog = field(init=False)
    _visitors: Visitors = field(init=False)
    _rollup: Rollup = field(default_factory=Rollup)
    _waiting: list[tuple[CountedHit, asyncio.Future[None]]] = field(default_factory=list)
    _is_committing: bool = False
    _slots: set[tuple[str, str]] = field(default_factory=set)
    _slots_hour: int = 0
    _pool: ThreadPoolExecutor = field(init=False)
    _flusher: threading.Thread | None = None
    _ended: threading.Event = field(default_factory=threading.Event)
    _is_retired: threading.Event = field(default_factory=threading.Event)
    _unwritten: Batch | None = None
    _log_hour: int = field(init=False)

    def __post_init__(self) -> None:
        self._log = HitLog(self.folder)
        self._visitors = Visitors(self.folder)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hit-log")
        self._log_hour = visitors.hour_of(self.clock())

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read what a dead process left, and write sums every second from now on, both in the background."""
        self._flusher = threading.Thread(target=self._flush_forever, name="hit-flush", daemon=True)
        self._flusher.start()

    def stop(self) -> None:
        """Finish the commit under way and write everything to the database."""
        self._ended.set()
        self._pool.shutdown(wait=True)
        self._log.retire_current()
        self._is_retired.set()
        if self._flusher is not None:
            self._flusher.join()

    async def count(self, hit: Hit, *, address: str, agent: str) -> None:
        """Return once the hit is on disk.

        Raises RefusedHitError when too many wait (503), too many different objects were named within the hour (429),
        or the disk refuses (503).
        """
        hour = visitors.hour_of(self.clock())
        self._admit(hit, hour)
        try:
            visitor = self._visitors.number(address, agent, hour=hour)
        except OSError as error:
            logger.error("hits cannot be counted: %s", error)  # noqa: TRY400  (a full disk needs no trace)
            raise RefusedHitError(HTTPStatus.SERVICE_UNAVAILABLE) from error
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((CountedHit(hour, hit.key, hit.channel, visitor), future))
        if not self._is_committing:
            self._is_committing = True
            asyncio.get_running_loop().call_later(self.window, self._commit_waiting)
        try:
            await future
        except OSError as error:
            raise RefusedHitError(HTTPStatus.SERVICE_UNAVAILABLE) from error

    def _admit(self, hit: Hit, hour: int) -> None:
        if hour != self._slots_hour:
            self._slots_hour = hour
            self._slots.clear()
        slot = (hit.key, hit.channel)
        if slot not in self._slots:
            if len(self._slots) >= MOST_SLOTS_AN_HOUR:
                raise RefusedHitError(HTTPStatus.TOO_MANY_REQUESTS)
            self._slots.add(slot)
        if len(self._waiting) >= MOST_WAITING:
            raise RefusedHitError(HTTPStatus.SERVICE_UNAVAILABLE)

    def _commit_waiting(self) -> None:
        batch, self._waiting = self._waiting, []
        loop = asyncio.get_running_loop()
        commit = loop.run_in_executor(self._pool, self._commit, [hit for hit, _ in batch])
        commit.add_done_callback(lambda done: self._answer(batch, done))

    def _commit(self, hits: list[CountedHit]) -> None:
        segment, span = self._log.append(hits)
        self._rollup.add(hits, segment, span)

    def _answer(self, batch: list[tuple[CountedHit, asyncio.Future[None]]], commit: asyncio.Future[None]) -> None:
        error = commit.exception()
        if error is not None:
            logger.error("hits could not be logged: %s", error)
        for _, future in batch:
            if future.done():
                continue
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)
        if self._waiting:
            self._commit_waiting()
        else:
            self._is_committing = False

    def _flush_forever(self) -> None:
        try:
            self._try(self._replay)
            while not self._ended.wait(self.flush_every):
                self._try(self.flush)
            self._is_retired.wait()
            self._try(self.flush)
        finally:
            connections.close_all()

    def _try(self, step: Callable[[], None]) -> None:
        try:
            close_old_connections()
            step()
        except DatabaseError as error:
            logger.warning("hits stay in the log for now: %s", error)
            connections.close_all()
        except flush.MarkMismatchError:
            logger.exception("the database is not the one the sums were made for (restored?); reading the log again")
            self._try(self._start_over)

    def flush(self) -> None:
        """Write the sums to the database and delete log segments that are wholly in it. Raises DatabaseError."""
        hour = visitors.hour_of(self.clock())
        if hour != self._log_hour and not self._ended.is_set():
            self._log_hour = hour
            self._pool.submit(self._log.retire_current).result()
        full = self._log.finished()
        if self._unwritten is None:
            self._unwritten = self._rollup.take()
        if self._unwritten is not None:
            invented = drop_invented(self._unwritten, self.known)
            self._slots.difference_update((slot.key, slot.channel) for slot in invented)
            flush.write(self._unwritten)
            self._unwritten = None
        for segment in full:
            if segment.size == flush.offset_of(segment.name):
                self._log.forget(segment)
                flush.forget(segment.name)
        visitors.forget_old_salt(self.folder, hour=hour)

    def _start_over(self) -> None:
        self._pool.submit(self._abandon).result()
        self._replay()

    def _abandon(self) -> None:
        self._unwritten = None
        self._log.abandon()
        self._rollup.take()

    def _replay(self) -> None:
        for segment in orphans(self.folder):
            try:
                replay(segment, self.known)
            finally:
                segment.close()


def drop_invented(batch: Batch, known: Known | None) -> set[Slot]:
    """Take out of a batch what counts an object or channel that does not exist; what was taken out."""
    if known is None:
        return set()
    invented = batch.tallies.keys() - known(batch.tallies)
    for slot in invented:
        del batch.tallies[slot]
    return invented


def replay(segment: Segment, known: Known | None = None) -> int:
    """Bring a dead process's segment into the sums and delete it; how many hits were still missing."""
    hits, span = read(segment, flush.offset_of(segment.name))
    if hits:
        batch = Batch()
        batch.add(hits, segment.name, span)
        drop_invented(batch, known)
        flush.write(batch)
    segment.file.unlink(missing_ok=True)
    flush.forget(segment.name)
    return len(hits)

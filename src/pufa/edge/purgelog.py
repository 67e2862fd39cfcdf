"""Tells every server process of this machine what must no longer be served, before the one who says so goes on.

Two files in one folder. `purges-N.log` takes one JSON record a line. `epoch` is eight bytes mapped into memory by
everybody: the number of the log and how much of it counts. A writer holds a file lock, appends its record, then moves
the epoch. A reader compares the mapped number with the one it has seen (less than 0.1 µs, no system call) before it
answers, and reads the new records first when they differ: so once `append` has returned, no process answers from
before.

A writer killed between the two steps leaves bytes beyond the epoch, which the next writer cuts off. A log grown past
a limit is replaced by a new number; readers then drop everything. Nothing here must survive the machine's restart,
since the pages it speaks of live in memory only, so nothing is synced to disk.
"""

from __future__ import annotations

import fcntl
import json
import mmap
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

LARGEST_LOG: Final = 4 * 1024 * 1024
SIZE_BITS: Final = 32
SIZE_MASK: Final = (1 << SIZE_BITS) - 1
EPOCH_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Purge:
    """What must go: single paths, beginnings of paths (`"/"` is everything).

    With `hold` (a token), these are not stored again before `release` names the token or `until` (Unix time) is past:
    they belong to a transaction that has not ended.
    """

    paths: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    hold: str = ""
    until: float = 0.0
    release: str = ""

    def covers(self, path: str) -> bool:
        """Whether the path is among them."""
        return path in self.paths or path.startswith(self.prefixes)


@dataclass(slots=True)
class PurgeLog:
    """One process's view of the shared log. Raises OSError when the folder cannot be written."""

    folder: Path
    _epoch: memoryview = field(init=False, repr=False)
    _identity: tuple[int, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.open()

    def open(self) -> None:
        """Map the epoch file, making it first if there is none."""
        with self._lock():
            descriptor = os.open(self.folder / "epoch", os.O_RDWR | os.O_CREAT, 0o660)
            try:
                if os.fstat(descriptor).st_size < mmap.PAGESIZE:
                    os.ftruncate(descriptor, mmap.PAGESIZE)
                    number = time.time_ns() // 1000 & SIZE_MASK
                    os.pwrite(descriptor, (number << SIZE_BITS).to_bytes(EPOCH_BYTES, sys.byteorder), 0)
                status = os.fstat(descriptor)
                self._identity = (status.st_dev, status.st_ino)
                self._epoch = memoryview(mmap.mmap(descriptor, mmap.PAGESIZE)).cast("Q")
            finally:
                os.close(descriptor)

    def epoch(self) -> int:
        """A number that differs after every purge."""
        return self._epoch[0]

    def is_intact(self) -> bool:
        """Whether the mapped file is still the one in the folder; False after somebody has emptied the folder."""
        try:
            status = os.stat(self.folder / "epoch")  # noqa: PTH116 (one system call, once a second)
        except FileNotFoundError:
            return False
        return (status.st_dev, status.st_ino) == self._identity

    def append(self, purge: Purge) -> int:
        """Add a record; when this returns, every process on this machine obeys it. Returns the new epoch."""
        if not self.is_intact():
            self.open()
        line = json.dumps({key: value for key, value in asdict(purge).items() if value}).encode() + b"\n"
        with self._lock():
            number, size = _split(self.epoch())
            if size + len(line) > LARGEST_LOG:
                self._file(number).unlink(missing_ok=True)
                number, size = (number + 1) & SIZE_MASK, 0
            descriptor = os.open(self._file(number), os.O_WRONLY | os.O_CREAT, 0o660)
            try:
                os.ftruncate(descriptor, size)
                os.pwrite(descriptor, line, size)
            finally:
                os.close(descriptor)
            epoch = number << SIZE_BITS | size + len(line)
            self._epoch[0] = epoch
        return epoch

    def read(self, since: int, until: int) -> list[Purge] | None:
        """The records between two epochs; None when they are gone, and everything must be dropped."""
        (number, begin), (number_now, end) = _split(since), _split(until)
        if number != number_now or end < begin:
            return None
        try:
            with self._file(number).open("rb") as stream:
                stream.seek(begin)
                text = stream.read(end - begin)
        except FileNotFoundError:
            return None
        if len(text) != end - begin:
            return None
        return [_purge(line) for line in text.splitlines()]

    def _file(self, number: int) -> Path:
        return self.folder / f"purges-{number}.log"

    @contextmanager
    def _lock(self) -> Iterator[None]:
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o660)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _split(epoch: int) -> tuple[int, int]:
    return epoch >> SIZE_BITS, epoch & SIZE_MASK


def _purge(line: bytes) -> Purge:
    record = json.loads(line)
    return Purge(
        paths=tuple(record.get("paths", ())),
        prefixes=tuple(record.get("prefixes", ())),
        hold=record.get("hold", ""),
        until=record.get("until", 0.0),
        release=record.get("release", ""),
    )

"""The hit log: what has been acknowledged is on disk, and can be read again after a crash up to the last whole batch.

A folder holds segments, each written by one process that keeps a file lock on it while it lives. A segment is a row of
frames: magic, length and CRC-32 of the payload, payload. A frame is one group commit: written, then synced, then its
readers are answered. A torn or damaged frame ends the segment; nothing after it was ever acknowledged.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import socket
import struct
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pufa.reach.hits.rollup import CountedHit, Span

FRAME: Final = struct.Struct("<4sII")
RECORD: Final = struct.Struct("<IIBB")
MAGIC: Final = b"HIT1"
SUFFIX: Final = ".hits"
SEGMENT_BYTES: Final = 8 * 1024 * 1024
LARGEST_PAYLOAD: Final = 64 * 1024 * 1024
logger = logging.getLogger(__name__)


def pack(hits: Sequence[CountedHit]) -> bytes:
    """A frame that holds these hits."""
    parts = []
    for hour, key, channel, visitor in hits:
        parts.append(RECORD.pack(hour, visitor, len(key), len(channel)))
        parts.append(f"{key}{channel}".encode("ascii"))
    payload = b"".join(parts)
    return FRAME.pack(MAGIC, len(payload), zlib.crc32(payload)) + payload


def frames(content: bytes, start: int) -> Iterator[tuple[list[CountedHit], Span]]:
    """The whole frames of a segment from an offset on, each with where it stands."""
    while start + FRAME.size <= len(content):
        magic, length, checksum = FRAME.unpack_from(content, start)
        end = start + FRAME.size + length
        payload = content[start + FRAME.size : end]
        if magic != MAGIC or length > LARGEST_PAYLOAD or len(payload) < length or zlib.crc32(payload) != checksum:
            return
        yield _unpack(payload), Span(start, end)
        start = end


def _unpack(payload: bytes) -> list[CountedHit]:
    hits, position = [], 0
    while position < len(payload):
        hour, visitor, key_length, channel_length = RECORD.unpack_from(payload, position)
        position += RECORD.size
        key = payload[position : position + key_length].decode("ascii")
        position += key_length
        hits.append(CountedHit(hour, key, payload[position : position + channel_length].decode("ascii"), visitor))
        position += channel_length
    return hits


@dataclass(slots=True)
class Segment:
    """An open segment of this process; the lock on it ends with the process."""

    file: Path
    descriptor: int
    size: int = 0

    @property
    def name(self) -> str:
        """Its name, the same on no other machine."""
        return self.file.name

    def close(self) -> None:
        """Give up the lock."""
        os.close(self.descriptor)


@dataclass(slots=True)
class HitLog:
    """Appends frames; used by one thread. Raises OSError when the disk refuses: then nothing was acknowledged."""

    folder: Path
    segment_bytes: int = SEGMENT_BYTES
    _current: Segment | None = None
    _full: list[Segment] = field(default_factory=list)

    def append(self, hits: Sequence[CountedHit]) -> tuple[str, Span]:
        """Write hits and sync them; the segment's name and the stretch they take there."""
        frame = pack(hits)
        segment = self._writable()
        start = segment.size
        try:
            if os.pwrite(segment.descriptor, frame, start) != len(frame):
                raise OSError(f"only a part of a frame could be written to {segment.file}")
            os.fdatasync(segment.descriptor)
        except OSError:
            self._retire()
            raise
        segment.size = start + len(frame)
        return segment.name, Span(start, segment.size)

    def finished(self) -> list[Segment]:
        """The segments nothing more will be written to."""
        return list(self._full)

    def forget(self, segment: Segment) -> None:
        """Delete a segment whose hits are all in the database."""
        segment.file.unlink(missing_ok=True)
        segment.close()
        self._full.remove(segment)

    def retire_current(self) -> None:
        """Write no more to the current segment: before the end, or to let it be deleted."""
        self._retire()

    def abandon(self) -> None:
        """Let go of all segments but leave them, to be read again as orphans."""
        self._retire()
        while self._full:
            self._full.pop().close()

    def _writable(self) -> Segment:
        if self._current is not None and self._current.size >= self.segment_bytes:
            self._retire()
        if self._current is None:
            self._current = _new_segment(self.folder)
        return self._current

    def _retire(self) -> None:
        if self._current is not None:
            self._full.append(self._current)
            self._current = None


def _new_segment(folder: Path) -> Segment:
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        name = f"{socket.gethostname()[:60]}-{time.time_ns()}-{os.getpid()}-{secrets.token_hex(3)}{SUFFIX}"
        file = folder / name
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            break
        os.close(descriptor)  # taken for an orphan and deleted before it was locked
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return Segment(file, descriptor)


def orphans(folder: Path) -> Iterator[Segment]:
    """The segments left behind by processes that are gone, each locked while the caller works on it."""
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            descriptor = os.open(file, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        status = os.fstat(descriptor)
        if status.st_nlink == 0:
            os.close(descriptor)
            continue
        yield Segment(file, descriptor, status.st_size)


def read(segment: Segment, start: int) -> tuple[list[CountedHit], Span]:
    """The hits of a segment from an offset on, and the stretch they take; warns of a torn end."""
    content = os.pread(segment.descriptor, segment.size, 0)
    hits: list[CountedHit] = []
    end = start
    for found, span in frames(content, start):
        hits += found
        end = span.end
    if end < len(content):
        logger.warning("%s ends with %d bytes of a torn batch, never acknowledged", segment.name, len(content) - end)
    return hits, Span(start, end)

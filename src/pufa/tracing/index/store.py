"""The index as a folder: a manifest that names its parts, segments that never change, a journal of the newest changes.

The manifest is replaced in one step, so whoever opens the folder after a crash finds the state before or after
a change.
One process writes at a time, any number read.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pufa.tracing.fingerprints.folding import Folded
from pufa.tracing.index import candidates, files, journal, segments, sketches
from pufa.tracing.index.candidates import Candidate
from pufa.tracing.index.faults import IndexBusyError, IndexDamagedError

_MANIFEST: Final = "manifest.json"
_LOCK: Final = "lock"
# So many changes stay in the journal; so many additions make a segment when there are many at once.
_JOURNAL: Final = 1000
_BATCH: Final = 20_000
_FEW: Final = 200
_LIKE: Final = 4
_TRIES: Final = 5


@dataclass(slots=True)
class _Part:
    """A segment in use: its file (none: it is the journal's), and which of its documents are gone."""

    name: str
    segment: segments.Segment
    dead: set[int] = field(default_factory=set)


class Index:
    """Fingerprints of originals on disk. `Index.open(folder)`; see `add`, `remove`, `look_up`."""

    def __init__(self, folder: Path, *, lock: int | None) -> None:
        self.folder = folder
        self._lock = lock
        self._parts: list[_Part] = []
        self._number = 0
        self._journal_name = ""
        self._is_rebuilding = False
        self._journal: dict[str, Any] = {}
        self._tail: _Part | None = None
        self._stamp: tuple[int, ...] = ()

    @classmethod
    def open(cls, folder: Path, *, writable: bool = False) -> Self:
        """The index in a folder; a writer makes it if it is not there.

        Raises IndexBusyError (another process writes), IndexDamagedError (rebuild), FileNotFoundError (a reader
        asks for none).
        """
        lock = _locked(folder) if writable else None
        opened = cls(folder, lock=lock)
        try:
            if writable:
                opened._begin()
            opened.refresh()
        except BaseException:
            opened.close()
            raise
        return opened

    def refresh(self) -> None:
        """Sees what another process has written since; costs two looks at the disk if nothing changed."""
        for attempt in range(_TRIES):
            stamp = self._stamped()
            if stamp == self._stamp:
                return
            try:
                self._load()
            except FileNotFoundError:  # the writer has just put other files in their place
                if attempt == _TRIES - 1:
                    raise
                continue
            self._stamp = self._stamped() if stamp[:2] == self._stamped()[:2] else stamp

    def add(self, id: str, text: str | Folded) -> None:
        """Keeps an original; what had the id is replaced. On disk when it returns."""
        self._append([(id, sketches.keys_of(text))])

    def add_many(self, pairs: Iterable[tuple[str, str | Folded]]) -> int:
        """Keeps many originals; gives their number. What was read before a crash may or may not be kept."""
        total = 0
        batch: dict[str, Any] = {}
        for name, text in pairs:
            batch[name] = sketches.keys_of(text)
            total += 1
            if len(batch) >= _BATCH:
                self._append(batch.items())
                batch = {}
        if batch:
            self._append(batch.items())
        return total

    def remove(self, id: str) -> bool:
        """Forgets an original; whether it was there."""
        if id not in self:
            return False
        self._append([(id, None)])
        return True

    def look_up(self, page: str | Folded, limit: int = 10) -> list[Candidate]:
        """The originals a page may be a copy of, best first."""
        asked = sketches.asked_by(page)
        return candidates.best(asked, [(part.segment, part.dead) for part in self._all()], limit)

    def ids(self) -> Iterator[str]:
        """The ids of all originals kept, in no order."""
        for part in self._all():
            for number in range(len(part.segment)):
                if number not in part.dead:
                    yield part.segment.name(number)

    def __len__(self) -> int:
        return sum(len(part.segment) - len(part.dead) for part in self._all())

    def __contains__(self, id: str) -> bool:
        return any((at := part.segment.find(id)) >= 0 and at not in part.dead for part in self._all())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the folder free for another writer."""
        self._parts, self._tail = [], None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _all(self) -> list[_Part]:
        if self._tail is None:
            entries = [(name, keys) for name, keys in self._journal.items() if keys is not None]
            self._tail = _Part("", segments.in_memory(entries))
        return [*self._parts, self._tail]

    def _append(self, changes: Iterable[journal.Change]) -> None:
        """Keeps changes: few in the journal, many as a segment of their own."""
        if self._lock is None:
            raise IndexBusyError(f"the index in {self.folder} was opened for reading only")
        rows = list(changes)
        if len(rows) <= _FEW and not self._is_rebuilding:
            journal.append(self.folder / self._journal_name, rows)
            self._apply(rows)
            if len(self._journal) <= _JOURNAL:
                return
        else:
            self._apply(rows)
        self._settle()

    def fill(self, pairs: Iterable[tuple[str, str]]) -> int:
        """Puts these in the place of whatever the folder holds (see `rebuild`)."""
        numbers = [int(end) for path in self.folder.glob("*-*") if (end := path.name.rpartition("-")[2]).isdecimal()]
        self._number, self._is_rebuilding = max(numbers, default=0), True
        self.add_many(pairs)
        self._is_rebuilding = False
        self._publish()
        return len(self)

    def _apply(self, changes: Iterable[journal.Change]) -> None:
        rows = list(changes)
        for part in self._parts:
            part.dead.update(part.segment.find_all([name for name, _ in rows]))
        for name, keys in rows:
            self._journal.pop(name, None)
            if keys is not None:
                self._journal[name] = keys
        self._tail = None

    def _settle(self) -> None:
        """Turns what is in the journal into a segment and joins segments of like size, so that there are always few."""
        fresh = self._all()[-1]
        if len(fresh.segment):
            path = self._new_path("segment")
            segments.write(path, fresh.segment)
            self._parts.append(_Part(path.name, segments.opened(path)))
        self._journal, self._tail = {}, None
        self._join()
        if not self._is_rebuilding:
            self._publish()

    def _join(self) -> None:
        while chosen := self._to_join():
            path = self._new_path("segment")
            segments.merged(path, [part.segment for part in chosen], [frozenset(part.dead) for part in chosen])
            self._parts = [part for part in self._parts if part not in chosen]
            self._parts.append(_Part(path.name, segments.opened(path)))

    def _to_join(self) -> list[_Part]:
        self._parts.sort(key=lambda part: -len(part.segment))
        last = self._parts[-2:]
        if len(last) > 1 and len(last[0].segment) < _LIKE * len(last[1].segment):
            return last
        return [part for part in self._parts if len(part.dead) * 3 > len(part.segment)]

    def _publish(self) -> None:
        path = self._new_path("journal")
        path.write_bytes(b"")
        journal.append(path, [])
        self._journal_name = path.name
        parts = [{"name": part.name, "dead": sorted(part.dead)} for part in self._parts]
        facts = {"format": sketches.FORMAT, "number": self._number, "parts": parts, "journal": path.name}
        files.sync_folder(self.folder)
        files.replace(self.folder / _MANIFEST, json.dumps(facts).encode("ascii"))
        self._stamp = self._stamped()
        self._sweep()

    def _sweep(self) -> None:
        """Removes files nobody names: of states gone by, or of a writer that was killed."""
        named = {part.name for part in self._parts} | {self._journal_name, _MANIFEST, _LOCK}
        for path in self.folder.iterdir():
            if path.name not in named and path.is_file():
                path.unlink()

    def _begin(self) -> None:
        """A writer's start: an empty index if there is none, and a journal cut after its last whole record."""
        if not (self.folder / _MANIFEST).exists():
            if any(self.folder.glob("segment-*")):
                raise IndexDamagedError(f"{self.folder / _MANIFEST} is missing; rebuild the index")
            self._publish()
        facts = self._manifest()
        path = self.folder / facts["journal"]
        whole = journal.read(path)[1] if path.exists() else -1
        if whole < 0:
            raise IndexDamagedError(f"{path.name} is missing; rebuild the index")
        if whole < path.stat().st_size:
            os.truncate(path, whole)

    def _load(self) -> None:
        facts = self._manifest()
        held = {part.name: part.segment for part in self._parts}
        parts = []
        for row in facts["parts"]:
            name = Path(str(row["name"])).name
            segment = held.get(name) or segments.opened(self.folder / name)
            parts.append(_Part(name, segment, {int(one) for one in row["dead"]}))
        name = Path(str(facts["journal"])).name
        changes, _ = journal.read(self.folder / name)
        self._journal_name = name
        self._parts, self._number, self._journal, self._tail = parts, int(facts["number"]), {}, None
        self._apply(changes)

    def _manifest(self) -> dict[str, Any]:
        path = self.folder / _MANIFEST
        try:
            facts: dict[str, Any] = json.loads(path.read_bytes())
            known = facts["format"] == sketches.FORMAT and {"parts", "number", "journal"} <= set(facts)
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(f"{path.name} cannot be read; rebuild the index") from error
        if not known:
            raise IndexDamagedError(f"{path.name} was made by another version; rebuild the index")
        return facts

    def _stamped(self) -> tuple[int, ...]:
        manifest = (self.folder / _MANIFEST).stat()
        path = self.folder / self._journal_name
        size = path.stat().st_size if self._journal_name and path.exists() else -1
        return (manifest.st_ino, manifest.st_mtime_ns, size)

    def _new_path(self, kind: str) -> Path:
        self._number += 1
        return self.folder / f"{kind}-{self._number:08d}"


def _locked(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise IndexBusyError(f"another process writes to the index in {folder}") from error
    return descriptor


def rebuild(folder: Path, pairs: Iterable[tuple[str, str]]) -> int:
    """Makes the index anew from (id, text), whatever state it is in; gives the number of originals.

    Readers see the old index until the new one is whole; a crash leaves the old one. Raises IndexBusyError.
    """
    fresh = Index(folder, lock=_locked(folder))
    try:
        return fresh.fill(pairs)
    finally:
        fresh.close()

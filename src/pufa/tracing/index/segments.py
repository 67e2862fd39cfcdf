"""A sorted, unchangeable part of the index: which originals hold a key. On disk and read in place, or in memory.

The file: a line of JSON (counts), then arrays one after the other (see `_layout`). Postings are sorted by key;
the first
bits of the key lead to a bucket of about four of them, the last 32 are compared. Nine bytes a posting in all.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.index.faults import IndexDamagedError
from pufa.tracing.index.sketches import FORMAT, KEY_BITS

_HEAD: Final = 256
_PARTS: Final = 256
_LOW: Final = np.uint64(0xFFFFFFFF)
_NONE: Final = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Hits:
    """Postings found: the document of each, which of the keys asked for, and how many documents each key stands in."""

    documents: NDArray[np.int64]
    which: NDArray[np.int64]
    spread: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Originals numbered by the order of their hashed names, and their postings."""

    bits: int
    offsets: NDArray[Any]
    keys: NDArray[Any]
    documents: NDArray[Any]
    names: NDArray[Any]
    sizes: NDArray[Any]
    name_ends: NDArray[Any]
    name_bytes: NDArray[Any]

    def __len__(self) -> int:
        return len(self.names)

    def look(self, asked: NDArray[np.uint64]) -> Hits:
        """The postings of these keys (each once)."""
        buckets = (asked >> np.uint64(KEY_BITS - self.bits)).astype(np.int64)
        starts = self.offsets[buckets].astype(np.int64)
        counts = self.offsets[buckets + 1].astype(np.int64) - starts
        total = int(counts.sum())
        if not total:
            return Hits(_NONE, _NONE, _NONE)
        ends = np.cumsum(counts)
        at = np.arange(total) + np.repeat(starts - (ends - counts), counts)
        which = np.repeat(np.arange(len(asked)), counts)
        same = self.keys[at] == (asked & _LOW).astype(np.uint32)[which]
        which = which[same]
        return Hits(self.documents[at[same]].astype(np.int64), which, np.bincount(which, minlength=len(asked)))

    def name(self, document: int) -> str:
        """The id of a document."""
        start = int(self.name_ends[document - 1]) if document else 0
        return bytes(self.name_bytes[start : int(self.name_ends[document])]).decode("utf-8")

    def find(self, name: str) -> int:
        """The number of a document, -1 if it is not here."""
        hashed = np.uint64(name_hash(name))
        at = int(np.searchsorted(self.names, hashed))
        while at < len(self.names) and self.names[at] == hashed:
            if self.name(at) == name:
                return at
            at += 1
        return -1

    def find_all(self, names: Sequence[str]) -> set[int]:
        """The numbers of those of many documents that are here."""
        if not len(self) or not names:
            return set()
        hashed = np.array([name_hash(name) for name in names], np.uint64)
        at = np.minimum(np.searchsorted(self.names, hashed), len(self) - 1)
        likely = np.flatnonzero(self.names[at] == hashed).tolist()
        return {number for one in likely if (number := self.find(names[one])) >= 0}

    def part(self, number: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Keys and documents of one of 256 equal stretches of the key space."""
        width = 1 << (self.bits - 8)
        start, end = int(self.offsets[number * width]), int(self.offsets[(number + 1) * width])
        keys = self.keys[start:end].astype(np.uint64) | np.uint64(number << 32)
        return keys, self.documents[start:end].astype(np.int64)


def name_hash(name: str) -> int:
    """Eight bytes that documents are ordered by."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def in_memory(entries: Sequence[tuple[str, NDArray[np.uint64]]]) -> Segment:
    """A segment of these originals; ids are unique."""
    ordered = sorted(entries, key=lambda entry: (name_hash(entry[0]), entry[0]))
    sizes = np.array([len(keys) for _, keys in ordered], np.int64)
    keys = np.concatenate([keys for _, keys in ordered]) if ordered else np.zeros(0, np.uint64)
    documents = np.repeat(np.arange(len(ordered)), sizes)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    bits = _bits(len(keys))
    return Segment(
        bits,
        _offsets(keys, bits),
        (keys & _LOW).astype(np.uint32),
        documents[order].astype(np.uint32),
        *_named([name for name, _ in ordered]),
        sizes.astype(np.uint32),
        *_written([name for name, _ in ordered]),
    )


def write(path: Path, segment: Segment) -> None:
    """Puts a segment on disk, lastingly."""
    sections = [getattr(segment, name) for name in _SECTIONS]
    with path.open("wb") as stream:
        stream.write(_head(segment.bits, len(segment.keys), len(segment), len(segment.name_bytes)))
        for section, kind in zip(sections, _SECTIONS.values(), strict=True):
            stream.write(np.ascontiguousarray(section, kind).data)
        stream.flush()
        os.fsync(stream.fileno())


def opened(path: Path) -> Segment:
    """A segment read in place. Raises IndexDamagedError."""
    try:
        with path.open("rb") as stream:
            head = json.loads(stream.read(_HEAD))
        bits, postings, documents, letters = (int(head[name]) for name in ("bits", "postings", "documents", "letters"))
        if head["format"] != FORMAT:
            raise IndexDamagedError(f"{path.name} was made by another version; rebuild the index")
        layout = _layout(bits, postings, documents, letters)
        if path.stat().st_size != layout[-1][2]:
            raise IndexDamagedError(f"{path.name} is cut short; rebuild the index")
        whole = np.asarray(np.memmap(path, np.uint8, mode="r"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(f"{path.name} cannot be read ({error}); rebuild the index") from error
    sections = {name: whole[start:end].view(_SECTIONS[name]) for name, start, end in layout}
    return Segment(bits=bits, **sections)


def merged(path: Path, segments: Sequence[Segment], dead: Sequence[frozenset[int]]) -> None:
    """Writes several segments as one, without the dead documents, in little memory."""
    alive = [_alive(segment, gone) for segment, gone in zip(segments, dead, strict=True)]
    names = np.concatenate([segment.names[kept] for segment, kept in zip(segments, alive, strict=True)])
    sizes = np.concatenate([segment.sizes[kept] for segment, kept in zip(segments, alive, strict=True)])
    order = np.argsort(names, kind="stable")
    ends, letters = _names_joined(segments, alive, order)
    postings = int(sizes.sum(dtype=np.int64))
    bits = _bits(postings)
    layout = {name: start for name, start, _ in _layout(bits, postings, len(names), len(letters))}
    offsets = np.zeros((1 << bits) + 1, np.uint32)
    width = 1 << (bits - 8)
    with path.open("wb") as stream:
        stream.write(_head(bits, postings, len(names), len(letters)))
        done = 0
        for number, (keys, documents) in enumerate(_parts(segments, _renumbered(segments, alive, order))):
            buckets = (keys >> np.uint64(KEY_BITS - bits)).astype(np.int64) - number * width
            first = number * width + 1
            offsets[first : first + width] = done + np.cumsum(np.bincount(buckets, minlength=width))
            _put(stream, layout["keys"] + 4 * done, (keys & _LOW).astype("<u4"))
            _put(stream, layout["documents"] + 4 * done, documents.astype("<u4"))
            done += len(keys)
        for name, section in (("offsets", offsets), ("names", names[order]), ("sizes", sizes[order])):
            _put(stream, layout[name], section)
        _put(stream, layout["name_ends"], ends)
        _put(stream, layout["name_bytes"], letters)
        stream.flush()
        os.fsync(stream.fileno())


def _alive(segment: Segment, gone: frozenset[int]) -> NDArray[np.int64]:
    kept = np.ones(len(segment), np.bool_)
    kept[list(gone)] = False
    return np.flatnonzero(kept)


def _renumbered(
    segments: Sequence[Segment], alive: Sequence[NDArray[np.int64]], order: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    """For each segment the new number of each document, -1 for one that is left out."""
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    made, done = [], 0
    for segment, kept in zip(segments, alive, strict=True):
        new = np.full(len(segment), -1, np.int64)
        new[kept] = ranks[done : done + len(kept)]
        made.append(new)
        done += len(kept)
    return made


def _names_joined(
    segments: Sequence[Segment], alive: Sequence[NDArray[np.int64]], order: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Where each id ends, and all ids, in the new order."""
    starts, lengths, done = [], [], 0
    for segment, kept in zip(segments, alive, strict=True):
        ends = segment.name_ends.astype(np.int64)
        begins = np.append(0, ends[:-1])
        starts.append(begins[kept] + done)
        lengths.append((ends - begins)[kept])
        done += len(segment.name_bytes)
    start, length = np.concatenate(starts)[order], np.concatenate(lengths)[order]
    letters = np.concatenate([np.asarray(segment.name_bytes) for segment in segments])
    ends = np.cumsum(length)
    at = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(start - (ends - length), length)
    return ends.astype(np.uint32), letters[at]


def _parts(
    segments: Sequence[Segment], renumbered: Sequence[NDArray[np.int64]]
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]]:
    for number in range(_PARTS):
        keys, documents = [], []
        for segment, new in zip(segments, renumbered, strict=True):
            part, old = segment.part(number)
            kept = new[old] >= 0
            keys.append(part[kept])
            documents.append(new[old][kept])
        together = np.concatenate(keys)
        order = np.argsort(together, kind="stable")
        yield together[order], np.concatenate(documents)[order]


# Sections of a file in order, with the kind of their numbers.
_SECTIONS: Final = {
    "names": "<u8",
    "offsets": "<u4",
    "keys": "<u4",
    "documents": "<u4",
    "sizes": "<u4",
    "name_ends": "<u4",
    "name_bytes": "<u1",
}


def _layout(bits: int, postings: int, documents: int, letters: int) -> list[tuple[str, int, int]]:
    """Name, start and end of each section in bytes."""
    lengths = {
        "names": 8 * documents,
        "offsets": 4 * ((1 << bits) + 1),
        "keys": 4 * postings,
        "documents": 4 * postings,
        "sizes": 4 * documents,
        "name_ends": 4 * documents,
        "name_bytes": letters,
    }
    made, position = [], _HEAD
    for name, length in lengths.items():
        made.append((name, position, position + length))
        position += length
    return made


def _head(bits: int, postings: int, documents: int, letters: int) -> bytes:
    facts = {"format": FORMAT, "bits": bits, "postings": postings, "documents": documents, "letters": letters}
    return json.dumps(facts).encode("ascii").ljust(_HEAD - 1) + b"\n"


def _put(stream: Any, position: int, numbers: NDArray[Any]) -> None:
    stream.seek(position)
    stream.write(np.ascontiguousarray(numbers).data)


def _bits(postings: int) -> int:
    """Bits of the key that lead to a bucket: about four postings each."""
    return min(26, max(8, (max(1, postings) // 4).bit_length()))


def _offsets(keys: NDArray[np.uint64], bits: int) -> NDArray[np.uint32]:
    buckets = (keys >> np.uint64(KEY_BITS - bits)).astype(np.int64)
    counts = np.bincount(buckets, minlength=1 << bits)
    return np.append(0, np.cumsum(counts)).astype(np.uint32)


def _named(names: Sequence[str]) -> tuple[NDArray[np.uint64]]:
    return (np.array([name_hash(name) for name in names], np.uint64),)


def _written(names: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    written = [name.encode("utf-8", "surrogatepass") for name in names]
    ends = np.cumsum([len(one) for one in written], dtype=np.int64).astype(np.uint32)
    return ends, np.frombuffer(b"".join(written), np.uint8)

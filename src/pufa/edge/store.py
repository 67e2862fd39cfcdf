"""Ready-made answers in memory: each page once, in three codings, the least used dropped when memory is full.

Everything runs on the server's event loop, so there is no lock. Keys are (site, path); a purge names paths and
drops them for every site.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import brotli

from pufa.edge.negotiation import BROTLI, GZIP, IDENTITY

Header = tuple[str, str]
Key = tuple[str, str]

ENTRY_OVERHEAD: Final = 2048
SMALLEST_TO_COMPRESS: Final = 256
COMPRESSIBLE: Final = ("text/", "application/json", "application/javascript", "application/xml", "application/atom+xml",
                       "application/feed+json", "application/manifest+json", "image/svg+xml")  # fmt: skip
KEPT_ON_304: Final = frozenset({"cache-control", "content-location", "expires", "vary", "etag"})


@dataclass(frozen=True, slots=True)
class Form:
    """One coding of an answer, ready to be sent."""

    etag: str
    headers: list[Header]
    headers_unchanged: list[Header]
    body: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer in its codings: index it with the constants of `negotiation`."""

    forms: tuple[Form, Form, Form]
    expires: float
    size: int


def make_entry(headers: Sequence[Header], body: bytes, *, max_age: float, quality: int = 6) -> Entry:
    """Compress an answer and name each form with a strong ETag; `max_age` is its longest life in seconds.

    `quality` is brotli's (0–11). A form that would not be smaller is left out in favour of the plain one.
    Runs for milliseconds: call it outside the event loop.
    """
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    mark = hashlib.blake2b(body, digest_size=12).hexdigest()
    plain = _form(headers, body, "", mark)
    forms = [plain, plain, plain]
    if len(body) >= SMALLEST_TO_COMPRESS and kind.startswith(COMPRESSIBLE):
        for index, coding, packed in (
            (GZIP, "gzip", gzip.compress(body, compresslevel=min(quality, 9), mtime=0)),
            (BROTLI, "br", brotli.compress(body, quality=quality)),
        ):
            if len(packed) < len(body):
                forms[index] = _form(headers, packed, coding, mark)
    size = ENTRY_OVERHEAD + sum(len(form.body) for form in {id(form): form for form in forms}.values())
    return Entry((forms[IDENTITY], forms[GZIP], forms[BROTLI]), time.monotonic() + max_age, size)


def _form(headers: Sequence[Header], body: bytes, coding: str, mark: str) -> Form:
    etag = f'"{mark}-{coding}"' if coding else f'"{mark}"'
    full = [(name.lower(), value) for name, value in headers if name.lower() not in {"etag", "vary", "content-length"}]
    full += [("etag", etag), ("vary", "accept-encoding")]
    unchanged = [header for header in full if header[0] in KEPT_ON_304]
    if coding:
        full.append(("content-encoding", coding))
    return Form(etag, full, unchanged, body)


@dataclass(slots=True)
class PageStore:
    """A dictionary of answers bounded by the bytes it holds."""

    limit: int
    size: int = 0
    entries: OrderedDict[Key, Entry] = field(default_factory=OrderedDict)

    def get(self, key: Key) -> Entry | None:
        """The stored answer, or None when there is none or it is past its life."""
        entry = self.entries.get(key)
        if entry is None:
            return None
        if entry.expires < time.monotonic():
            self._drop(key)
            return None
        self.entries.move_to_end(key)
        return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an answer; the ones unused for longest make room. One larger than a quarter of the store is not kept."""
        self._drop(key)
        if entry.size > self.limit // 4:
            return
        self.entries[key] = entry
        self.size += entry.size
        while self.size > self.limit:
            self._drop(next(iter(self.entries)))

    def purge_paths(self, paths: Iterable[str]) -> None:
        """Drop these paths for every site."""
        wanted = frozenset(paths)
        for key in [key for key in self.entries if key[1] in wanted]:
            self._drop(key)

    def purge_prefix(self, prefix: str) -> None:
        """Drop every path that begins so."""
        for key in [key for key in self.entries if key[1].startswith(prefix)]:
            self._drop(key)

    def clear(self) -> None:
        """Drop everything."""
        self.entries.clear()
        self.size = 0

    def _drop(self, key: Key) -> None:
        entry = self.entries.pop(key, None)
        if entry is not None:
            self.size -= entry.size

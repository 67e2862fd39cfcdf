"""Files the front sends itself: the collected static files, and uploaded media of harmless kinds."""

from __future__ import annotations

import mimetypes
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pufa.edge.rsgi import Headers
from pufa.edge.store import Entry, make_entry

YEAR: Final = 365 * 24 * 3600
HASHED_NAME: Final = re.compile(r"\.[0-9a-f]{12}(\.[A-Za-z0-9]+)*$")
SINGLE_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
INLINE: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp3", ".ogg", ".wav", ".m4a", ".mp4",
                           ".webm", ".vtt"})  # fmt: skip
DOWNLOAD: Final = frozenset({".pdf", ".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".txt", ".csv", ".zip", ".svg"})
MEDIA_POLICY: Final = "default-src 'none'; sandbox"
TEXT_KINDS: Final = frozenset({"application/javascript", "application/json", "image/svg+xml"})
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("font/woff2", ".woff2")


def path_within(root: Path, relative: str) -> Path | None:
    """The regular file of that name below a folder; None when there is none or the name leads out of it.

    Hidden files, symbolic links that lead out, back-slashes and control characters are refused.
    """
    parts = relative.split("/")
    if not relative or any(part.startswith(".") or not part for part in parts):
        return None
    if "\\" in relative or not relative.isprintable():
        return None
    try:
        real_root = root.resolve(strict=True)
        file = (real_root / relative).resolve(strict=True)
    except (OSError, ValueError):
        return None
    return file if file.is_file() and file.is_relative_to(real_root) else None


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """Static files below one address, each made ready on first use.

    `find` gives the file of a relative name outside `root` (Django's finders, while developing).
    """

    address: str
    root: Path
    find: Callable[[str], str | None] | None = None

    def load(self, path: str) -> Entry | None:
        """The ready-made answer for a path, or None; names that carry a hash may be kept by browsers for ever."""
        relative = path[len(self.address) :]
        file = path_within(self.root, relative)
        if file is None and self.find is not None and ".." not in relative:
            found = self.find(relative)
            file = Path(found) if found else None
        if file is None or not file.is_file():
            return None
        is_hashed = HASHED_NAME.search(file.name) is not None
        headers = [
            ("content-type", content_type(file)),
            ("cache-control", f"public, max-age={YEAR}, immutable" if is_hashed else "public, max-age=60"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-resource-policy", "same-origin"),
        ]
        return make_entry(headers, file.read_bytes(), max_age=YEAR if is_hashed else 5, quality=9 if is_hashed else 4)


@dataclass(frozen=True, slots=True)
class FileReply:
    """A file to send: bytes from `start` to before `end`; with status 304 or 416 only the headers."""

    status: int
    headers: Headers
    file: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class MediaFiles:
    """Uploaded files below one address. `private` are beginnings of names that only Django may give out."""

    address: str
    root: Path
    private: tuple[str, ...] = ("documents/", "original_images/", "papers/", "uploads/")

    def reply(self, path: str, *, if_none_match: str = "", wanted_range: str = "") -> FileReply | None:
        """What to send for a path, or None when nobody may have it."""
        relative = path[len(self.address) :]
        if relative.startswith(self.private):
            return None
        file = path_within(self.root, relative)
        if file is None or file.suffix.lower() not in INLINE | DOWNLOAD:
            return None
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return None
        etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
        headers = _media_headers(file, etag)
        if if_none_match in {etag, "*"}:
            return FileReply(304, headers)
        return _ranged(file, headers, status, wanted_range)


def content_type(file: Path) -> str:
    """The media type of a file by its name, with the charset for text."""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in TEXT_KINDS else kind


def _media_headers(file: Path, etag: str) -> Headers:
    headers = [
        ("content-type", content_type(file)),
        ("cache-control", "public, max-age=86400"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", MEDIA_POLICY),
        ("cross-origin-resource-policy", "same-origin"),
        ("accept-ranges", "bytes"),
        ("etag", etag),
    ]
    if file.suffix.lower() not in INLINE:
        headers.append(("content-disposition", f"attachment; filename*=UTF-8''{quote(file.name)}"))
    return headers


def _ranged(file: Path, headers: Headers, status: os.stat_result, wanted: str) -> FileReply:
    size = status.st_size
    match = SINGLE_RANGE.fullmatch(wanted.strip()) if wanted else None
    if match is None or match.groups() == ("", ""):
        return FileReply(200, [*headers, ("content-length", str(size))], str(file), 0, size)
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= size or start >= end:
        return FileReply(416, [("content-range", f"bytes */{size}")])
    described = [("content-range", f"bytes {start}-{end - 1}/{size}"), ("content-length", str(end - start))]
    return FileReply(206, [*headers, *described], str(file), start, end)

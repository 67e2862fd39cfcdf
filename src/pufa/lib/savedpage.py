"""Opens a page somebody saved with a browser: the page itself, and the address it says it was saved from."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from typing import Final

MHTML_START: Final = re.compile(rb"\A(?:[\w-]+:[^\n]{0,1000}\r?\n(?:[ \t][^\n]{0,1000}\r?\n)*){1,40}", re.ASCII)
SAVED_FROM: Final = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s>]{1,2000}?)\s*-->", re.IGNORECASE)
LINK: Final = re.compile(rb"<link\b[^>]{0,500}>", re.IGNORECASE)
CANONICAL: Final = re.compile(rb"""\brel\s*=\s*["']?canonical\b""", re.IGNORECASE)
HREF: Final = re.compile(rb"""\bhref\s*=\s*["']?(https?://[^\s"'<>]{1,2000})""", re.IGNORECASE)
HEAD_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page's bytes, the charset named beside them, and the address it names for itself (empty if none)."""

    data: bytes
    charset: str | None
    address: str


def open_saved(data: bytes) -> SavedPage:
    """The page in a saved file: HTML, text, or a web archive (.mht, .mhtml) whose first page is taken."""
    if _is_archive(data):
        found = _from_archive(data)
        if found is not None:
            return found
    return SavedPage(data, None, _address_in(data))


def _is_archive(data: bytes) -> bool:
    head = MHTML_START.match(data[:HEAD_BYTES])
    return head is not None and b"multipart/related" in head.group().lower()


def _from_archive(data: bytes) -> SavedPage | None:
    try:
        parts = list(email.message_from_bytes(data, policy=email.policy.compat32).walk())
    except RecursionError:
        return None
    message = parts[0]
    for part in parts:
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                said = message.get("Snapshot-Content-Location") or part.get("Content-Location") or ""
                address = str(said) if re.match(r"https?://", str(said)) else _address_in(body)
                return SavedPage(body, part.get_content_charset(), address[:2000])
    return None


def _address_in(data: bytes) -> str:
    head = data[:HEAD_BYTES]
    saved = SAVED_FROM.search(head)
    if saved:
        return saved.group(1).decode("ascii", "replace")
    for link in LINK.finditer(head):
        href = HREF.search(link.group())
        if href and CANONICAL.search(link.group()):
            return href.group(1).decode("utf-8", "replace")
    return ""

"""Turns the bytes of a saved page into text, and says clearly when they are no text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

import charset_normalizer

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# First bytes of files people save by mistake instead of a page.
BINARY_STARTS: Final = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"\x7fELF", b"MZ\x90",
    b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"ID3", b"OggS", b"fLaC", b"wOFF", b"wOF2",
    b"SQLite format 3", b"bplist00", b"\x00\x00\x01\x00", b"8BPS", b"II*\x00", b"MM\x00*", b"{\\rtf",
)  # fmt: skip
META_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
XML_CHARSET: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")
HEAD_BYTES: Final = 8192
# GB2312 and GBK pages often use characters of the larger set, so they are read with the largest.
WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "ascii": "utf-8", "iso8859-1": "cp1252"}
CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
NEWLINES: Final = re.compile(r"\r\n?|\x85|\u2028|\u2029")
# Shares of all characters: above these a file is not a damaged page, it is none.
MOST_CONTROLS: Final = 0.02
MOST_REPAIRS: Final = 0.01
GUESS_BYTES: Final = 20_000


class EncodingError(ValueError):
    """The bytes are no readable text: ``code`` is ``binary`` or ``broken``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and how many unreadable bytes were replaced by U+FFFD."""

    text: str
    encoding: str
    repaired: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a page's bytes, with plain newlines and without control characters.

    Order: byte order mark; UTF-8 if every byte fits (many saved pages still declare the encoding they had on the
    server); the charset of the HTTP header (``declared``); of the page itself; GB18030; the best
    of these with a few bytes replaced; a guess by charset-normalizer.
    Raises EncodingError: ``binary`` for files of another kind, ``broken`` for text too damaged to read.
    """
    if data.startswith(BINARY_STARTS):
        raise EncodingError("binary", "the file is not text but a document, picture or archive")
    for mark, name in BOMS:
        if data.startswith(mark):
            return _clean(*_lenient(data[len(mark) :], name))
    wide = _utf16_without_mark(data)
    if wide:
        return _clean(*_lenient(data, wide))
    if data.count(0) > max(8, len(data) * MOST_CONTROLS):
        raise EncodingError("binary", "the file is not text: it holds many zero bytes")
    names = _candidates(data, declared)
    for name in names:
        text = _strict(data, name)
        if text is not None:
            return _clean(text, name, 0)
    best = min((_lenient(data, name) for name in names), key=lambda found: found[2])
    if best[2] > _forgiven(best[0]):
        guess = charset_normalizer.from_bytes(data[:GUESS_BYTES]).best()
        if guess is not None and (text := _strict(data, guess.encoding)) is not None and _looks_readable(text):
            return _clean(text, guess.encoding, 0)
    return _clean(*best)


def _candidates(data: bytes, declared: str | None) -> list[str]:
    names = ["utf-8"]
    head = data[:HEAD_BYTES]
    named = (XML_CHARSET.search(head), META_CHARSET.search(head))
    names.extend(found.group(1).decode("ascii") for found in named if found)
    if declared:
        names.insert(1, declared.strip().strip("\"'"))
    known = [name for name in map(_known, [*names, "gb18030"]) if name]
    return list(dict.fromkeys(known))


def _known(name: str) -> str | None:
    """Python's name of a text encoding, widened; None for unknown ones and for those that fit any byte."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True):
        return None
    wider = WIDER.get(info.name, info.name)
    return None if wider in {"cp1252", "utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"} else wider


def _strict(data: bytes, name: str) -> str | None:
    """The text if every byte fits; a character cut off at the very end of the file is forgiven."""
    try:
        decoder = codecs.getincrementaldecoder(name)("strict")
        return decoder.decode(data, final=False)
    except (UnicodeError, LookupError):
        return None


def _lenient(data: bytes, name: str) -> tuple[str, str, int]:
    text = data.decode(name, errors="replace")
    return text, name, text.count("\ufffd")


def _forgiven(text: str) -> int:
    return max(3, int(len(text) * MOST_REPAIRS))


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark shows as zero bytes at every second place of the markup."""
    head = data[:HEAD_BYTES]
    half = len(head) // 2
    if half < 16:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.02:
        return "utf-16-be"
    return None


def _looks_readable(text: str) -> bool:
    sample = text[:20_000]
    return bool(sample) and sum(1 for sign in sample if sign.isprintable() or sign.isspace()) >= len(sample) * 0.98


def _clean(text: str, encoding: str, repaired: int) -> Decoded:
    plain = NEWLINES.sub("\n", text)
    cleaned, controls = CONTROLS.subn("", plain)
    if controls > max(8, len(plain) * MOST_CONTROLS):
        raise EncodingError("binary", "the file is not text: it holds many control characters")
    if repaired > _forgiven(text):
        raise EncodingError("broken", f"the text is damaged: {repaired} bytes do not fit {encoding}")
    return Decoded(cleaned, encoding, repaired)

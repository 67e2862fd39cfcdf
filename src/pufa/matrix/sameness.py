"""Whether a post that an account shows is the one we sent, by a marker in its link or by its words.

Platforms change what they are given: markup goes, links are shortened, long texts are cut, marks of the platform are
added. So words are compared without all of these.
"""

import hashlib
import html
import re
import unicodedata
from typing import Final

# Fewer letters than this say too little: a cut text must show at least so many to count as the beginning of ours.
LEAST_LETTERS: Final = 30
_TAG: Final = re.compile(r"<[^>]*>")
_LINK: Final = re.compile(r"(?:https?://|\b[a-z0-9.-]+\.[a-z]{2,}/)[^\s<>\"'，。；！？、）】]*", re.IGNORECASE)
_CUT: Final = re.compile(r"(?:\.{3}|…+)?\s*(?:全文|展开全文|展开)\s*$")
_MARK: Final = re.compile(r"[#?&]pf=([0-9a-f]{16})\b")


def words(text: str) -> str:
    """Only the letters and digits of a text, alike in width and case, without markup and links."""
    bare = html.unescape(_TAG.sub(" ", text))
    bare = _CUT.sub("", _LINK.sub(" ", unicodedata.normalize("NFKC", bare)).strip())
    return "".join(sign for sign in bare.casefold() if sign.isalnum())


def fingerprint(text: str) -> str:
    """32 hex digits that are equal for texts with the same words."""
    return hashlib.sha256(words(text).encode()).hexdigest()[:32]


def is_same(sent: str, shown: str) -> bool:
    """Whether the words shown are those sent, or their beginning where the platform cuts long texts."""
    ours, theirs = words(sent), words(shown)
    if ours == theirs:
        return bool(ours)
    return len(theirs) >= LEAST_LETTERS and ours.startswith(theirs)


def mark(key: str) -> str:
    """16 hex digits that stand for a key in a link and say nothing about it."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def marked(link: str, key: str) -> str:
    """The link with the mark of a key behind it, as a fragment: no server and no cache sees it."""
    return f"{link.split('#', maxsplit=1)[0]}#pf={mark(key)}" if link else ""


def mark_in(link: str) -> str:
    """The mark in a link; empty if there is none."""
    found = _MARK.search(link)
    return found.group(1) if found else ""

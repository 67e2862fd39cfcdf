"""Whether a post that an account shows is the one we sent, by a marker in its link or by its words.

Platforms change what they are given: markup goes, links are shortened, long texts are cut, marks of the platform are
added. So words are compared without all of these.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from pufa.matrix.connector import Post

# Fewer letters than this say too little: a cut text must show at least so many to count as the beginning of ours.
LEAST_LETTERS: Final = 30
CLOCKS_DIFFER: Final = timedelta(minutes=5)
# Bounded everywhere: these texts come from outside, and a pattern must not take longer than the text is long.
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_HOST: Final = r"\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/"
_LINK: Final = re.compile(rf"(?:https?://|{_HOST})[^\s<>\"'，。；！？、）】]{{0,2000}}", re.IGNORECASE)
_CUT: Final = re.compile(r"(?:\.{3}|…{1,6})?\s{0,9}(?:展开)?(?:全文|展开)\s{0,9}$")
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


def pick(
    posts: Iterable[Post], *, text: str, title: str = "", since: datetime, known: Collection[str] = ()
) -> Post | None:
    """The first post with these words, not older than `since` (less what clocks differ) and not among `known`.

    With a `title` the post's title must say the same, and its text too where the account shows one.
    """
    for post in posts:
        is_old = post.at is not None and post.at < since - CLOCKS_DIFFER
        if is_old or post.remote_id in known:
            continue
        if title:
            if is_same(title, post.title) and (not words(post.text) or is_same(text, post.text)):
                return post
        elif is_same(text, post.text):
            return post
    return None


def leads_to(link: str, text: str) -> bool:
    """Whether a text holds the link to a piece, with or without scheme, query and fragment."""
    bare = re.sub(r"^https?://", "", re.split(r"[?#]", link, maxsplit=1)[0]).rstrip("/")
    return bool(bare) and bare in html.unescape(text)

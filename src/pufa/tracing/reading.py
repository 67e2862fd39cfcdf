"""Reads a captured page: the words to compare, title, source, time, and how many readers it says it has."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from pufa.lib import encoding
from pufa.lib.newspage import PageError, read_page

READERS: Final = re.compile(
    r"(?:阅读|浏览|点击)(?:量|数|次数|人数)?\s{0,3}[:：(（]?\s{0,3}(\d[\d,，]{0,11}(?:\.\d{1,2})?)\s{0,2}(万?)\s{0,2}\+?"
)
TAGS: Final = re.compile(r"<script\b.{0,20000}?</script>|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL)
SEARCHED: Final = 300_000  # characters of a page searched for its number of readers
MOST_READERS: Final = 2_000_000_000
LONGEST_TEXT: Final = 400_000


@dataclass(frozen=True, slots=True)
class PageText:
    """What was read; `fault` is the reader's code when there is no article, and then `text` is empty."""

    title: str = ""
    text: str = ""
    source: str = ""
    published: str = ""
    readers: int | None = None
    fault: str = ""


def read(data: bytes, *, address: str, charset: str | None) -> PageText:
    """The page in some bytes. The text is title, source line and body as written, disguises included."""
    try:
        page = read_page(data, address=address, declared_encoding=charset, largest=settings.IMPORT_MAX_BYTES)
    except PageError as error:
        return PageText(fault=error.code)
    source = [f"来源：{page.source}"] if page.source else []
    text = "\n".join([*([page.title] if page.title else []), *source, *page.as_written])
    return PageText(
        title=page.title[:300],
        text=text.replace("\0", "")[:LONGEST_TEXT],
        source=page.source[:200],
        published=page.published_at.isoformat() if page.published_at else "",
        readers=readers_named(data, charset),
    )


def sha256_of(text: str) -> str:
    """The fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def readers_named(data: bytes, charset: str | None) -> int | None:
    """How many readers a page says it has, as 阅读 1.2万; None if it says nothing, or several different numbers."""
    try:
        text = encoding.decode(data[: 2 * SEARCHED], charset).text[:SEARCHED]
    except encoding.EncodingError:
        return None
    found = {_number(digits, ten_thousand) for digits, ten_thousand in READERS.findall(TAGS.sub(" ", text))}
    return found.pop() if len(found) == 1 else None


def _number(digits: str, ten_thousand: str) -> int:
    plain = float(re.sub("[,，]", "", digits)) * (10_000 if ten_thousand else 1)
    return min(round(plain), MOST_READERS)

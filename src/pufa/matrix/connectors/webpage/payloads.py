"""Finds the posts on an account's public page: links with titles, chosen by a rule a person enters."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from pufa.lib import clock, encoding
from pufa.matrix.connector import ConnectorError, ErrorKind, Post

SHORTEST_TITLE: Final = 6
MOST_LINKS: Final = 3000
_DAY: Final = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Rule:
    """Which links are posts. `within`: id or class of the box they stand in; `contains`: part of their address."""

    within: str = ""
    contains: str = ""


def read(data: bytes, *, charset: str | None, address: str, rule: Rule) -> tuple[str, tuple[Post, ...]]:
    """The page's title and its posts in order. Raises ConnectorError retry `not_a_page`, reconnect `no_such_box`."""
    try:
        text = encoding.decode(data, charset).text
        root = lxml_html.fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (encoding.EncodingError, etree.LxmlError, ValueError) as error:
        raise ConnectorError(ErrorKind.RETRY, f"the address gives no page: {error}", code="not_a_page") from error
    title = _squeezed(root.findtext(".//title") or "")
    box = _box(root, rule.within)
    found: dict[str, Post] = {}
    for link in islice(box.iter("a"), MOST_LINKS):
        post = _post(link, address, rule)
        if post and (post.url not in found or len(post.title) > len(found[post.url].title)):
            found[post.url] = post
    return title, tuple(found.values())


def _box(root: lxml_html.HtmlElement, within: str) -> lxml_html.HtmlElement:
    name = within.strip().lstrip("#.")
    if not name:
        return root
    for part in root.iter():
        if isinstance(part.tag, str) and (part.get("id") == name or name in (part.get("class") or "").split()):
            return part
    detail = f"the page has no box with id or class {name}: was it rebuilt?"
    raise ConnectorError(ErrorKind.RECONNECT, detail, code="no_such_box")


def _post(link: lxml_html.HtmlElement, address: str, rule: Rule) -> Post | None:
    try:
        url = urldefrag(urljoin(address, (link.get("href") or "").strip())).url
        host, scheme = urlsplit(url).hostname or "", urlsplit(url).scheme
    except ValueError:
        return None
    title = _squeezed(link.get("title") or "") or _squeezed(link.text_content())
    if scheme not in {"http", "https"} or len(title) < SHORTEST_TITLE or url == urldefrag(address).url:
        return None
    if rule.contains not in url or (not rule.contains and host != (urlsplit(address).hostname or "")):
        return None
    return Post(url, url, title, "", _day(link))


def _day(link: lxml_html.HtmlElement) -> datetime | None:
    """The day in the link's own row, or the one around it: the end of it in China."""
    row = link
    for _ in range(2):
        found = _DAY.search(row.text_content()[:500])
        if found:
            try:
                year, month, day = map(int, found.groups())
                end = datetime(year, month, day, 23, 59, 59, tzinfo=clock.SHANGHAI)
            except ValueError:
                return None
            return end.astimezone(UTC)
        parent = row.getparent()
        if parent is None or len(list(islice(parent.iter("a"), 2))) > 1:
            return None
        row = parent
    return None


def _squeezed(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()

"""Feeds of new pieces, as Atom (RFC 4287) and JSON Feed 1.1: all of them, or those of a brand, a series or a topic.

A piece keeps its id for ever: a tag URI (RFC 4151) of the site's host, the day it first came out, and its number.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from lxml import etree

from pufa.portal import frame, queries
from pufa.portal.sitemaps import absolute

ATOM: Final = "http://www.w3.org/2005/Atom"
JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
ENTRIES: Final = 30
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OWN_ADDRESS = re.compile(r'\b(href|src)="(/(?!/)[^"]*)"')
_NAME = re.compile(r"(brand|series|topic)-([1-9][0-9]{0,9})")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: its name in the address, its title, the page it belongs to, its pieces (newest first)."""

    name: str
    title: str
    page_path: str
    pieces: tuple[queries.FeedPiece, ...]

    @property
    def updated(self) -> datetime:
        """When its newest change was."""
        return max((piece.updated for piece in self.pieces), default=NEVER)

    @property
    def id(self) -> str:
        """Its tag URI."""
        return f"tag:{_host()},2026:feed/{self.name}"


def load(name: str) -> Feed | None:
    """The feed of that name: `all`, `brand-3`, `series-5` or `topic-7`; None if there is none."""
    site = frame.current().site.name or _("Law for everyone")
    if name == "all":
        return Feed(name, site, "/", queries.feed_pieces(limit=ENTRIES))
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    kind, number = match[1], int(match[2])
    place = queries.feed_place(kind, number)
    if place is None:
        return None
    return Feed(name, f"{place.title} · {site}", place.path, queries.feed_pieces(kind, number, limit=ENTRIES))


def groups() -> list[dict[str, Any]]:
    """All feeds for the page that lists them: everything, by brand and series, by topic."""
    shelves, topics = queries.shelves(), queries.topics()
    rows: list[tuple[str, Iterable[tuple[str, str]]]] = [
        (_("Everything"), [("all", _("All new pieces"))]),
        (_("Brands"), [(f"brand-{shelf.id}", shelf.title) for shelf in shelves]),
        (_("Series"), [(f"series-{series.id}", series.title) for shelf in shelves for series in shelf.series]),
        (_("By topic"), [(f"topic-{topic.id}", topic.title) for topic in topics]),
    ]
    links = ((title, [{"name": name, "label": label} for name, label in feeds]) for title, feeds in rows)
    return [{"title": title, "feeds": feeds} for title, feeds in links if feeds]


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-Hans")
    _put(root, "id", feed.id)
    _put(root, "title", feed.title)
    _put(root, "updated", _moment(feed.updated))
    _link(root, "self", "application/atom+xml", absolute(f"/feeds/{feed.name}.atom"))
    _link(root, "alternate", "text/html", absolute(feed.page_path))
    author = etree.SubElement(root, f"{{{ATOM}}}author")
    site = frame.current().site
    _put(author, "name", site.office or site.name or _("Law for everyone"))
    for piece in feed.pieces:
        _atom_entry(root, piece)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _atom_entry(root: Any, piece: queries.FeedPiece) -> None:
    entry = etree.SubElement(root, f"{{{ATOM}}}entry")
    _put(entry, "id", _piece_id(piece))
    _put(entry, "title", piece.title)
    _put(entry, "updated", _moment(piece.updated))
    _put(entry, "published", _moment(piece.published))
    _link(entry, "alternate", "text/html", absolute(piece.path))
    for name in piece.authors:
        _put(etree.SubElement(entry, f"{{{ATOM}}}author"), "name", name)
    for tag in piece.tags:
        etree.SubElement(entry, f"{{{ATOM}}}category").set("term", _clean(tag))
    if piece.summary:
        _put(entry, "summary", piece.summary)
    content = _put(entry, "content", _with_whole_addresses(piece.html))
    content.set("type", "html")


def json_feed(feed: Feed) -> str:
    """The feed as JSON Feed 1.1."""
    return json.dumps(
        {
            "version": JSON_FEED,
            "title": feed.title,
            "home_page_url": absolute(feed.page_path),
            "feed_url": absolute(f"/feeds/{feed.name}.json"),
            "language": "zh-Hans",
            "items": [_json_item(piece) for piece in feed.pieces],
        },
        ensure_ascii=False,
    )


def _json_item(piece: queries.FeedPiece) -> dict[str, Any]:
    html = _with_whole_addresses(piece.html)
    item: dict[str, Any] = {
        "id": _piece_id(piece),
        "url": absolute(piece.path),
        "title": piece.title,
        "content_html": html,
        "content_text": strip_tags(html),
        "date_published": _moment(piece.published),
        "date_modified": _moment(piece.updated),
    }
    if piece.summary:
        item["summary"] = piece.summary
    if piece.authors:
        item["authors"] = [{"name": name} for name in piece.authors]
    if piece.tags:
        item["tags"] = list(piece.tags)
    return item


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _piece_id(piece: queries.FeedPiece) -> str:
    return f"tag:{_host()},{piece.published.astimezone(UTC):%Y-%m-%d}:page/{piece.id}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _with_whole_addresses(html: str) -> str:
    return _OWN_ADDRESS.sub(lambda found: f'{found[1]}="{absolute(found[2])}"', html)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _put(parent: Any, name: str, text: str) -> Any:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = _clean(text)
    return child


def _link(parent: Any, rel: str, kind: str, address: str) -> None:
    link = etree.SubElement(parent, f"{{{ATOM}}}link")
    link.set("rel", rel)
    link.set("type", kind)
    link.set("href", address)

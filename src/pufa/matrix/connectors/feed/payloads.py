"""Reads RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom, in any encoding, without trusting them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

import defusedxml
import defusedxml.ElementTree as DefusedTree

from pufa.lib import clock, encoding
from pufa.matrix.connector import ConnectorError, ErrorKind, Post

ATOM: Final = "{http://www.w3.org/2005/Atom}"
MOST_ITEMS: Final = 500


def read(data: bytes, *, charset: str | None, address: str) -> tuple[str, tuple[Post, ...]]:
    """Title and posts of a feed, in the feed's order. Raises ConnectorError retry `not_a_feed`."""
    try:
        text = encoding.decode(data, charset).text.lstrip()
        # What the file declares about its encoding is no longer true of text.
        body = text.partition("?>")[2] if text.startswith("<?xml") else text
        root = DefusedTree.fromstring(body)
    except (encoding.EncodingError, ParseError, defusedxml.DefusedXmlException, ValueError) as error:
        raise _no_feed(str(error)) from error
    kind = _name(root)
    if kind not in {"rss", "RDF", "feed"}:
        raise _no_feed(f"a file of kind {kind}")
    channel = next((part for part in root if _name(part) == "channel"), root)
    entries = [part for part in root.iter() if _name(part) in {"item", "entry"}][:MOST_ITEMS]
    return _text(channel, "title"), tuple(_post(entry, address) for entry in entries)


def moment(text: str) -> datetime | None:
    """A time as RSS (RFC 822) or Atom (RFC 3339) writes it; without a zone it is Chinese time."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(text.strip())
        except (ValueError, TypeError, IndexError):
            continue
        return (found if found.tzinfo else clock.in_shanghai(found)).astimezone(UTC)
    return None


def _post(entry: Element, address: str) -> Post:
    link = _text(entry, "link")
    if not link:
        links = [part for part in entry if part.tag == f"{ATOM}link" and part.get("rel", "alternate") == "alternate"]
        link = links[0].get("href", "") if links else ""
    link = urljoin(address, link.strip())
    if urlsplit(link).scheme not in {"http", "https"}:
        link = ""
    words = _text(entry, "encoded") or _text(entry, "content") or _text(entry, "description") or _text(entry, "summary")
    when = next(filter(None, (_text(entry, name) for name in ("pubDate", "published", "date", "updated"))), "")
    id = _text(entry, "guid") or _text(entry, "id") or link
    return Post(id, link, _text(entry, "title"), words, moment(when) if when else None)


def _text(parent: Element, name: str) -> str:
    """All text of the first child with this name, whatever its namespace."""
    found = next((part for part in parent if _name(part) == name), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def _name(part: Element) -> str:
    return part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""


def _no_feed(why: str) -> ConnectorError:
    return ConnectorError(ErrorKind.RETRY, f"the address gives no feed: {why}", code="not_a_feed")

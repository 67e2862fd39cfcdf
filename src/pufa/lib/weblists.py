"""Reads which pages a list names: a feed (RSS, Atom), a site map and its index, a page of links, a plain list.

What comes in is not trusted: no document types, no entities, limits on size, number and depth.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urldefrag, urljoin, urlsplit

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from lxml import etree, html

from pufa.lib import encoding

LARGEST: Final = 20 * 1024 * 1024
MOST_ADDRESSES: Final = 50_000  # the site map protocol's own limit for one file
LONGEST_ADDRESS: Final = 2000
LONGEST_TITLE: Final = 300
DEEPEST: Final = 200
GZIP: Final = b"\x1f\x8b"
DECLARATION: Final = re.compile(r"<\?xml[^>]{0,300}\?>")
LIST_TYPES: Final = re.compile(
    r"text/|application/(?:xhtml\+xml|xml|rss\+xml|atom\+xml|rdf\+xml|x-gzip|gzip|octet-stream)", re.IGNORECASE
)
MESSAGES_ZH: Final = {
    "empty": "这份清单里没有可用的网址。",
    "too_large": "清单太大，已停止读取。",
    "damaged": "压缩文件已损坏。",
    "not_xml": "这不是可读的订阅源或网站地图（XML 有错误）。",
    "forbidden_xml": "XML 里含有不允许的实体或文档类型，已拒绝读取。",
    "too_deep": "XML 层级太深，已停止读取。",
    "encoding": "文件中的文字无法解码。",
}


class ListError(ValueError):
    """The list cannot be read. `code` is one of MESSAGES_ZH; `message_zh` says it in Chinese."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.message_zh = MESSAGES_ZH[code]


@dataclass(frozen=True, slots=True)
class Named:
    """What a list names: `pages` to read, and `maps`, further site maps to open; `is_cut` if it named too many.

    `titles`: by address, what a feed or a page of links calls a page, where it calls it anything.
    """

    pages: tuple[str, ...]
    maps: tuple[str, ...] = ()
    is_cut: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)


def unpack(data: bytes, *, largest: int = LARGEST) -> bytes:
    """The data, unpacked if it is gzip. Raises ListError: too_large, damaged."""
    if not data.startswith(GZIP):
        if len(data) > largest:
            raise ListError("too_large", f"the list is larger than {largest} bytes")
        return data
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            plain = stream.read(largest + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ListError("damaged", "the compressed list is damaged") from error
    if len(plain) > largest:
        raise ListError("too_large", f"the list unpacks to more than {largest} bytes")
    return plain


def feed(data: bytes, base: str) -> Named:
    """The pages an RSS or Atom feed names, in its order. Raises ListError."""
    pages: list[str] = []
    titles: dict[str, str] = {}
    begun: dict[str, list[str]] = {"title": [], "link": []}

    def take(element: Any, tag: str, above: str) -> None:
        if tag in {"item", "entry"}:
            titles.update(dict.fromkeys(begun["link"], "".join(begun["title"])))
            begun.update(title=[], link=[])
        elif above in {"item", "entry"} and tag == "title":
            begun["title"] = [element.text or ""]
        elif above in {"item", "entry"} and tag == "link" and element.get("rel", "alternate") == "alternate":
            pages.append(element.get("href") or element.text or "")
            begun["link"].append(pages[-1])

    _walk(data, take)
    return _named(pages, base, titles=titles)


def sitemap(data: bytes, base: str) -> Named:
    """The pages a site map names, or the further maps an index of site maps names. Raises ListError."""
    pages: list[str] = []
    maps: list[str] = []

    def take(element: Any, tag: str, above: str) -> None:
        if tag == "loc":
            (maps if above == "sitemap" else pages).append(element.text or "")

    plain = unpack(data)
    if not plain.lstrip().startswith(b"<") and b"\0" not in plain[:1000]:
        return lines(plain)
    _walk(plain, take)
    return _named(pages, base, maps)


def links(data: bytes, base: str, charset: str | None = None) -> Named:
    """The pages of the same site that a web page links to, such as an account's page of posts. Raises ListError."""
    text = _text(data, charset)
    try:
        tree = html.fromstring(text, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ListError("empty", "the page holds no links") from error
    host = urlsplit(base).hostname
    titles: dict[str, str] = {}
    for node in tree.iter("a"):
        address = _whole(str(node.get("href") or ""), base)
        if address and _host_of(address) == host and address != urldefrag(base)[0]:
            words = " ".join((node.get("title") or node.text_content()).split())
            titles[address] = max(titles.get(address, ""), words[:LONGEST_TITLE], key=len)
    return _named(list(titles), base, titles=titles)


def lines(data: bytes) -> Named:
    """The addresses of a plain list: the first of each line; what begins with # is a remark. Raises ListError."""
    words = (line.split() for line in _text(unpack(data), None).splitlines() if not line.lstrip().startswith("#"))
    return _named([found[0] for found in words if found], "")


def _text(data: bytes, charset: str | None) -> str:
    try:
        return encoding.decode(data, charset).text
    except encoding.EncodingError as error:
        raise ListError("encoding", "the text cannot be decoded") from error


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _walk(data: bytes, take: Any) -> None:
    """Calls `take(element, tag, tag above)` for each element once it is whole. Raises ListError.

    The parser knows no Chinese encodings, so it is given UTF-8 without the declaration.
    """
    above: list[str] = []
    plain = DECLARATION.sub("", _text(unpack(data), None).lstrip(), count=1).encode()
    try:
        for event, element in iterparse(io.BytesIO(plain), events=("start", "end"), forbid_dtd=True):
            tag = str(element.tag).rpartition("}")[2].lower()
            if event == "start":
                above.append(tag)
                if len(above) > DEEPEST:
                    raise ListError("too_deep", f"the list is nested more than {DEEPEST} levels deep")
                continue
            above.pop()
            take(element, tag, above[-1] if above else "")
            element.clear()
    except DefusedXmlException as error:
        raise ListError("forbidden_xml", "the list declares document types or entities") from error
    except (SyntaxError, ValueError, LookupError) as error:
        if isinstance(error, ListError):
            raise
        raise ListError("not_xml", f"the list is no readable XML: {error}") from error


def _named(
    pages: list[str], base: str, maps: list[str] | None = None, titles: Mapping[str, str] | None = None
) -> Named:
    usable, further = _usable(pages, base), _usable(maps or [], base)
    if not usable and not further:
        raise ListError("empty", "the list names no usable address")
    kept = usable[:MOST_ADDRESSES]
    called = {whole: words.strip() for one, words in (titles or {}).items() if (whole := _whole(one, base))}
    return Named(tuple(kept), tuple(further[:MOST_ADDRESSES]), is_cut=len(kept) < len(usable), titles=called)


def _usable(addresses: list[str], base: str) -> list[str]:
    return list(dict.fromkeys(whole for address in addresses if (whole := _whole(address, base))))


def _whole(address: str, base: str) -> str:
    """The address in full without its fragment; empty if it is of no use."""
    try:
        whole = urldefrag(urljoin(base, address.strip()))[0]
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme in {"http", "https"} and parts.hostname and len(whole) <= LONGEST_ADDRESS else ""

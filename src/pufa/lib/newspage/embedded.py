"""What a page says about itself to machines: meta tags, JSON-LD, and the data its scripts draw the article from."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml.html import HtmlElement

HAN: Final = re.compile(r"[\u4e00-\u9fff]")
TITLE_KEYS: Final = ("og:title", "articletitle", "twitter:title", "title", "dc.title", "headline", "sailthru.title")
TIME_KEYS: Final = (
    "pubdate", "article:published_time", "og:time", "og:release_date", "publishdate", "publish_date", "datepublished",
    "firstpublishtime", "publishtime", "apub:time", "weibo:article:create_at", "bytedance:published_time", "date",
    "apub:date",
)  # fmt: skip
UPDATE_KEYS: Final = (
    "dateupdate", "article:modified_time", "og:updated_time", "weibo: article:update_at", "lastmodifydate",
    "lastmodifieddate", "updatetime", "maketime",
)  # fmt: skip
SOURCE_KEYS: Final = ("contentsource", "source", "mediaid", "article:source", "og:source", "content_source", "copyfrom")
AUTHOR_KEYS: Final = ("author", "article:author", "og:article:author", "dc.creator")
KEYWORD_KEYS: Final = ("keywords", "article:tag", "news_keywords", "og:keywords")
SITE_KEYS: Final = ("og:site_name", "application-name", "sitename")
LONGEST_SCRIPT: Final = 3_000_000
STRING: Final = r"""(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)')"""
CONTENT: Final = re.compile(
    r"""(?<![\w-])["']?(?P<key>content|articleContent|article_content|contentHtml|content_html|cnt_html|artContent|newsContent|text|body|html|value|desc|data|ArticleContent)["']?\s*:\s*"""
    + STRING,
    re.DOTALL,
)
FIELD: Final = re.compile(
    r"""(?<![\w-])["']?(?P<key>title|publish_?[tT]ime|pub_?[tT]ime|pub_?[dD]ate|publish_?[dD]ate|ptime|ctime|newsTime|create_?[tT]ime|displayTime|time|source|source_?[nN]ame|media_?[nN]ame|media|"""
    r"""catename|mediaSource|copyFrom|author_?[nN]ame|author)["']?\s*:\s*(?:""" + STRING + r"|(?P<number>1\d{9,12}))",
    re.DOTALL,
)
VARIABLE: Final = re.compile(
    r"""(?:var|let|const)\s+(?:ct|publish_?time|pub_?time|pub_?date|publish_?date)\s*="""
    r"""\s*["'](?P<value>[\d :/.T年月日+-]{8,30})["']""",
    re.IGNORECASE,
)
TIME_FIELD: Final = re.compile(r"time|date", re.IGNORECASE)
ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
PLAIN_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": ""}
SHORTEST_CONTENT: Final = 60
SHORTEST_PARAGRAPH: Final = 6


@dataclass(slots=True)
class Declared:
    """Facts the page declares, best first in each list."""

    titles: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    updates: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def declared_in(root: HtmlElement) -> Declared:
    """Everything meta tags, the ``<title>``, canonical links and JSON-LD declare."""
    values = _meta(root)
    found = Declared()
    for element in root.iter("title"):
        text = " ".join((element.text_content() or "").split())
        if text:
            found.titles.append(text)
            break
    for keys, target in (
        (TITLE_KEYS, found.titles), (TIME_KEYS, found.times), (UPDATE_KEYS, found.updates),
        (SOURCE_KEYS, found.sources),
        (AUTHOR_KEYS, found.authors), (SITE_KEYS, found.sites), (("og:url",), found.addresses),
    ):  # fmt: skip
        target.extend(value for key in keys for value in values.get(key, []))
    words = [
        word for key in KEYWORD_KEYS for value in values.get(key, []) for word in re.split(r"[,，;；、|\s]+", value)
    ]
    found.keywords.extend(dict.fromkeys(word for word in words if word))
    found.addresses.extend(
        link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "")
    )
    for item in _linked_data(root):
        _add_linked_data(found, item)
    return found


def script_times(root: HtmlElement) -> list[str]:
    """Times in plain script variables: ``var ct = "1699233840"``, ``var publish_time = "2023-11-06"``."""
    return [found["value"] for script in _scripts(root) for found in VARIABLE.finditer(script)]


def content_in_scripts(root: HtmlElement) -> tuple[str, int, str] | None:
    """The longest article text in the page's scripts: markup, its place in the script, the script; or None."""
    best: tuple[str, int, str] | None = None
    for script in _scripts(root):
        for match in CONTENT.finditer(script):
            raw = match["double"] if match["double"] is not None else match["single"]
            if raw is None or len(raw) < SHORTEST_CONTENT or (best is not None and len(raw) < len(best[0])):
                continue
            text = unescaped(raw)
            if len(HAN.findall(text)) >= max(30, len(text) * 0.05) and (best is None or len(text) > len(best[0])):
                best = (text, match.start(), script)
    return best


def paragraphs_in_scripts(root: HtmlElement) -> tuple[str, int, str] | None:
    """An article kept as a list of paragraphs in a script's data, joined as markup; else as content_in_scripts."""
    best: tuple[str, int, str] | None = None
    for script in _scripts(root):
        found = [(match, unescaped(match["double"] or match["single"] or "")) for match in CONTENT.finditer(script)]
        rows = [(match, text) for match, text in found if len(HAN.findall(text)) >= SHORTEST_PARAGRAPH]
        whole = "".join(f"<p>{text}</p>" for _, text in rows)
        if rows and (best is None or len(whole) > len(best[0])):
            best = (whole, rows[0][0].start(), script)
    return best


def content_in_textareas(root: HtmlElement) -> tuple[str, dict[str, str]] | None:
    """The article some sites keep escaped in a hidden ``<textarea>``, and the fields kept beside it; or None."""
    best = ""
    fields: dict[str, str] = {}
    for area in root.iter("textarea"):
        text = (area.text_content() or "").strip()
        names = f"{area.get('class') or ''} {area.get('id') or ''}".lower()
        for kind in ("title", "time", "source"):
            if kind in names and 0 < len(text) <= 160:
                fields.setdefault(kind, text)
        if len(text) > max(len(best), SHORTEST_CONTENT) and len(HAN.findall(text)) >= 30:
            best = text
    return (best, fields) if best else None


def fields_near(script: str, place: int) -> dict[str, str]:
    """The fields of the script's data nearest to its article: keys ``title``, ``time`` and ``source``."""
    nearest: dict[str, tuple[int, str]] = {}
    for match in FIELD.finditer(script):
        raw = match["double"] if match["double"] is not None else match["single"]
        value = match["number"] or unescaped(raw or "").strip()
        if not value or len(value) > 160:
            continue
        key = match["key"]
        kind = "title" if key == "title" else "time" if TIME_FIELD.search(key) else "source"
        if kind == "source" and (len(value) > 24 or "/" in value or not HAN.search(value)):
            continue
        distance = abs(match.start() - place)
        if kind not in nearest or distance < nearest[kind][0]:
            nearest[kind] = (distance, value)
    return {kind: value for kind, (_, value) in nearest.items()}


def fields_by_title(root: HtmlElement, title: str) -> dict[str, str]:
    """The data fields nearest to the article's title in the page's scripts."""
    escaped = json.dumps(title)[1:-1]
    for script in _scripts(root):
        for form in (title, escaped, escaped.lower()):
            place = script.find(form)
            if len(form) >= 6 and place >= 0:
                return fields_near(script[max(0, place - 20_000) : place + 20_000], min(place, 20_000))
    return {}


def unescaped(raw: str) -> str:
    """A script's string as text, its markup entities undone when the markup itself was escaped."""
    text = ESCAPE.sub(_escape, raw)
    for _ in range(3):
        if "&lt;" in text or "&quot;" in text:
            text = html.unescape(text)
    return text.strip().strip('"').encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else PLAIN_ESCAPES.get(match[3], match[3])


def _scripts(root: HtmlElement) -> Iterator[str]:
    for script in root.iter("script"):
        text = script.text or ""
        if 80 <= len(text) <= LONGEST_SCRIPT:
            yield text


def _meta(root: HtmlElement) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        key = (element.get("name") or element.get("property") or element.get("itemprop") or "").strip().lower()
        value = " ".join((element.get("content") or "").split())
        if key and value:
            values.setdefault(key, []).append(value)
    return values


def _linked_data(root: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        yield from (item for item in graph if isinstance(item, dict)) if isinstance(graph, list) else ()


def _add_linked_data(found: Declared, item: dict[str, Any]) -> None:
    for key, target in (
        ("headline", found.titles), ("title", found.titles), ("datePublished", found.times), ("pubDate", found.times),
        ("upDate", found.updates), ("dateModified", found.updates),
    ):  # fmt: skip
        if isinstance(value := item.get(key), str) and value.strip():
            target.append(value.strip())
    for key, target in (("author", found.authors), ("publisher", found.sites)):
        value = item.get(key)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("name") if isinstance(value, dict) else value
        if isinstance(value, str) and value.strip():
            target.append(value.strip())

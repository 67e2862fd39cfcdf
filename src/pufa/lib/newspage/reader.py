"""Reads one saved news page from bytes to article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from lxml.html import HtmlElement

from pufa.lib import chinese, encoding
from pufa.lib.chinese import NoiseReport
from pufa.lib.newspage import blocks as lines
from pufa.lib.newspage import body, embedded, facts, headline, people, plaintext
from pufa.lib.newspage.blocks import Block
from pufa.lib.newspage.embedded import Declared
from pufa.lib.newspage.page import LARGEST, NewsPage, PageError

MARKUP: Final = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|meta|div|p|table|article|h1|script|title|span|br)\b", re.IGNORECASE
)
MARKUP_REACH: Final = 20_000
PAGE_TYPES: Final = re.compile(r"^\s*(?:text/|application/(?:xhtml|xml)|$)", re.IGNORECASE)
HEAD_ABOVE: Final = 6
YEAR: Final = re.compile(r"(?<!\d)(20\d\d)\s?[-/.年]")
FEWEST_SIGNS: Final = 20
SCRIPT_FACTOR: Final = 1.5
ENOUGH: Final = 120


@dataclass(slots=True)
class _Found:
    """What was recognised so far, before the facts are read."""

    title: str
    title_place: int
    rows: list[Block]
    article: list[Block]
    declared: Declared
    extra: dict[str, str]
    noise: NoiseReport


def read_page(
    data: bytes,
    *,
    address: str | None = None,
    declared_encoding: str | None = None,
    content_type: str | None = None,
    largest: int = LARGEST,
) -> NewsPage:
    """The article in a saved page (HTML or plain text), without the site around it.

    ``data`` is the file as saved; ``address``, ``declared_encoding`` and ``content_type`` help if they are known.
    Raises PageError with code empty, too_large, binary, broken, not_a_page, too_complex or no_body.
    """
    if len(data) > largest:
        raise PageError("too_large", f"the file has {len(data)} bytes; the limit is {largest}")
    if not data.strip():
        raise PageError("empty", "the file is empty")
    if content_type is not None and not PAGE_TYPES.match(content_type):
        raise PageError("not_a_page", f"the content type {content_type!r} is neither HTML nor text")
    try:
        decoded = encoding.decode(data, declared_encoding)
    except encoding.EncodingError as error:
        raise PageError(error.code, error.message) from error
    if not decoded.text.strip():
        raise PageError("empty", "the file holds no text")
    is_markup = MARKUP.search(decoded.text[:MARKUP_REACH]) is not None
    found = _from_markup(decoded.text) if is_markup else _from_text(decoded.text)
    return _assembled(found, address or "", decoded)


def _from_markup(text: str) -> _Found:
    root = lines.parse(text)
    declared = embedded.declared_in(root)
    rows = lines.lines_of(root)
    noise = _clean(rows)
    top = headline.find(rows, declared.titles)
    body.mark_outside(rows, top.place)
    top = headline.find(rows, declared.titles)
    article = _article(rows, top)
    extra: dict[str, str] = {}
    for markup, fields in _hidden_articles(root):
        if extra and _size(article) >= ENOUGH:
            break
        other = _script_lines(markup)
        if _size(other) > max(_size(article) * SCRIPT_FACTOR, FEWEST_SIGNS):
            noise = _merged(noise, _clean(other))
            article = body.trim(other, -1, top.text) or article
            extra = fields
    declared.times.extend(embedded.script_times(root))
    title = top.text or extra.get("title", "")
    extra = extra or (embedded.fields_by_title(root, title) if title else {})
    if title in declared.titles and (short := headline.without_keywords(title))[1]:
        title, words = short
        declared.keywords = list(dict.fromkeys([*words, *declared.keywords]))
    return _Found(title, top.place, rows, article, declared, extra, noise)


def _article(rows: list[Block], top: headline.Headline) -> list[Block]:
    """The article's lines; if the headline was mistaken or its box looked like a side box, looked for without them."""
    article = body.find(rows, top.place, top.text)
    if top.place >= 0:
        other = body.find(rows, -1, top.text)
        if _size(other) > 3 * _size(article):
            article = other
    if not article:
        for block in rows:
            block.is_outside = False
        article = body.find(rows, -1, top.text)
    return article


def _from_text(text: str) -> _Found:
    rows = plaintext.lines_of(text)
    noise = _clean(rows)
    top = plaintext.headline_of(rows)
    declared = Declared(titles=[top.text], keywords=list(top.keywords))
    article = plaintext.article_of(rows, top)
    return _Found(top.text, top.place, rows, article, declared, {}, noise)


def _assembled(found: _Found, address: str, decoded: encoding.Decoded) -> NewsPage:
    article = [block.text for block in found.article]
    bylines = [text for text in article if people.is_byline(text)]
    kept = [place for place, text in enumerate(article) if not _is_leading_byline(text, place, len(article))]
    paragraphs = [article[place] for place in kept]
    if sum(len(text) for text in paragraphs) < FEWEST_SIGNS:
        raise PageError("no_body", "the page holds no article text")
    around = _around(found)
    edges = [*bylines, *paragraphs[:3], *paragraphs[-3:], *(block.text for block in around.tail[:6])]
    heads = [block.spaced for block in around.head if len(block.text) < people.BYLINE_LONGEST]
    authors = facts.authors(around, found.declared)
    when = _published(found, around, address)
    source = facts.source(around, found.declared, found.extra.get("source", ""))
    below = [block for block in found.rows if block.place > found.title_place]
    return NewsPage(
        title=found.title,
        published_at=when,
        dateline=people.dateline_in([*bylines, *paragraphs[:2]]),
        credits=people.credits_in(dict.fromkeys([*heads, *edges]), authors),
        source=source,
        place=facts.place_of_issue(below),
        copyright=facts.copyright_number(below),
        keywords=tuple(found.declared.keywords[:20]),
        body=tuple(paragraphs),
        as_written=tuple(found.article[place].before or article[place] for place in kept),
        noise=found.noise,
        encoding=decoded.encoding,
        warnings=_warnings(found, when, source, decoded),
    )


def _published(found: _Found, around: facts.Around, address: str) -> datetime | date | None:
    declared = found.declared
    if "time" in found.extra:
        declared = replace(declared, times=[*declared.times, found.extra["time"]])
    return facts.published(around, declared, address)


def _around(found: _Found) -> facts.Around:
    """The lines between headline and body, a few above the headline if that is empty of facts, and those below."""
    own = {id(block) for block in found.rows}
    places = {block.place for block in found.article if id(block) in own}
    begin = min(places, default=len(found.rows))
    end = max(places, default=begin - 1)
    if not places:
        # the article came from a script: only lines just below a headline on the page tell anything
        begin = min(found.title_place + 12, len(found.rows)) if found.title_place >= 0 else 0
        end = len(found.rows)
    head = list(found.rows[max(0, found.title_place + 1) : begin])
    above = found.rows[max(0, found.title_place - HEAD_ABOVE) : max(0, found.title_place)]
    body_texts = [block.text for block in found.article]
    head = head[-12:] if found.title_place < 0 else head[:40]
    tail = [*found.article[-1:], *found.rows[end + 1 : end + 25]]
    years = Counter(year for block in found.rows for year in YEAR.findall(block.text))
    return facts.Around(head, above[::-1], body_texts, tail, int(years.most_common(1)[0][0]) if years else None)


def _is_leading_byline(text: str, place: int, length: int) -> bool:
    return (place < 3 or place >= length - 2) and people.is_byline(text)


def _warnings(found: _Found, when: datetime | date | None, source: str, decoded: encoding.Decoded) -> tuple[str, ...]:
    reasons = [
        ("no_title", not found.title),
        ("no_time", when is None),
        ("no_source", not source),
        ("repaired_bytes", decoded.repaired > 0),
        ("noise_removed", found.noise.removed > 0),
    ]
    return tuple(code for code, applies in reasons if applies)


def _hidden_articles(root: HtmlElement) -> Iterator[tuple[str, dict[str, str]]]:
    """Articles a page holds for its scripts to draw: markup, and the fields beside it."""
    if (area := embedded.content_in_textareas(root)) is not None:
        yield area
    if (found := embedded.content_in_scripts(root)) is not None:
        markup, place, script = found
        yield markup, embedded.fields_near(script, place)
    if (listed := embedded.paragraphs_in_scripts(root)) is not None and (found is None or len(found[0]) < ENOUGH):
        markup, place, script = listed
        yield markup, embedded.fields_near(script, place)


def _script_lines(markup: str) -> list[Block]:
    """The lines of an article kept in a script, as markup or as text with newlines."""
    if "<" not in markup:
        return plaintext.lines_of(markup)
    root: HtmlElement = lines.parse(markup)
    return lines.lines_of(root)


def _clean(rows: Sequence[Block]) -> NoiseReport:
    """Removes planted readings from the lines, judged over all of them."""
    report = chinese.remove_noise([block.text for block in rows])
    if report.removed:
        for block, text in zip(rows, report.text.split("\n"), strict=True):
            block.before, block.text = block.before or block.text, text
    return report


def _merged(first: NoiseReport, second: NoiseReport) -> NoiseReport:
    return second if second.removed > first.removed else first


def _size(article: Sequence[Block]) -> int:
    return sum(len(block.text) for block in article if block.is_prose)

"""Finds every place where articles of a law are cited, without knowing any law."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pufa.statutes.citations.cleaning import NUMBER, Cleaned, clean
from pufa.statutes.citations.names import Before, name_before
from pufa.statutes.citations.places import Place, read_places
from pufa.statutes.citations.quoting import Quote, quote_after
from pufa.statutes.citations.results import Mention, MentionedPlace

_LISTED: Final = rf"(?:(?:[、，]|以及|或者|[和及与或暨至到]|-{{1,2}})第?{NUMBER}){{0,40}}+"
_ARTICLE: Final = re.compile(rf"第{NUMBER}{_LISTED}条")
_WITHOUT_ORDINAL: Final = re.compile(
    rf"[法典》例)](?P<number>{NUMBER}){_LISTED}条(?P<next>[之第的规明，。；：、)中款]|$)?"
)
_RELATIVE: Final = re.compile(
    rf"[该同本]条(?=第?\(?{NUMBER}\)?(?:[、和及至]第?\(?{NUMBER}\)?)*[款项])|本款(?=第\(?{NUMBER}\)?项)|(?<![尤极与])其(?=第\(?{NUMBER}\)?[款项])|前[两二三]?[条款](?!式)"
    rf"|(?<=[，；、：照犯有违反适用和及与或据对受除按的])第{NUMBER}[款项]"
)
# In a law's own text a paragraph or item is its own wherever it is named.
_OWN_PARTS: Final = re.compile(rf"{_RELATIVE.pattern}|(?<![条款)目])第{NUMBER}[款项]")
_PREVIOUS: Final = re.compile(r"前(?P<many>[两三二])?(?P<unit>[条款])")
# Things counted by 条 that are no articles: 第三条短视频, 第三条街.
_COUNTED: Final = re.compile(
    r"的?(?:海报|标语|短?视频|微视频|微博|推文|推送|消息|短信|横幅|条幅|留言|评论|弹幕|热搜|微信|街|跑道|生产线|战线|地铁|公交"
    r"|裤子|鱼|狗|腿|动态|语音|帖子|私信|朋友圈|字幕|宣传(?:语|片|画|标语|海报|视频|短信))"
)
_INSIDE_REACH: Final = 90


class Found(NamedTuple):
    """One mention in cleaned text; `relative` is the word 前款, 前条, 该条 … where the article is not numbered."""

    before: Before
    places: tuple[Place, ...]
    start: int
    end: int
    quote: Quote | None = None
    relative: str = ""


def find(text: str) -> tuple[Mention, ...]:
    """Every mention of articles in a text, in order. What is a law and what is not, only `check` can say."""
    cleaned = clean(text)
    mentions: list[Mention] = []
    end = 0
    for found in scan(cleaned):
        if found.start >= end:
            end = found.quote.end if found.quote is not None else 0
            mentions.append(_mention(text, cleaned, found))
    return tuple(mentions)


def scan(cleaned: Cleaned, *, is_law: bool = False) -> Iterator[Found]:
    """Every mention in cleaned text, in order, also those inside the quotation of another; `is_law` = a law's own."""
    text, headings, end = cleaned.text, frozenset(cleaned.headings), 0
    relatives = {found.start() for found in (_OWN_PARTS if is_law else _RELATIVE).finditer(text)}
    articles = [found.start() for found in _ARTICLE.finditer(text)]
    for start in sorted({*articles, *_unnumbered(text), *relatives}):
        if start < end or start in headings:
            continue
        found = _read_relative(text, start) if start in relatives else _read(text, start)
        if found is not None:
            end = found.end
            yield found


def _unnumbered(text: str) -> Iterator[int]:
    """Articles without 第: 《民法典》1165条; 民法典十条建议 is none."""
    for found in _WITHOUT_ORDINAL.finditer(text):
        number = found["number"]
        if number.isdecimal() or (len(number) > 1 and found["next"] is not None):
            yield found.start("number")


def _read(text: str, start: int) -> Found | None:
    before = name_before(text, start)
    if before is None:
        return None
    places, end = read_places(text, start)
    if not places or _is_inside_title(text, start, end):
        return None
    if before.kind in ("title", "plain", "bare") and _COUNTED.match(text, end):
        return None
    return Found(before, places, min(before.start, start), end, quote_after(text, end))


def _read_relative(text: str, start: int) -> Found | None:
    """前款第二项, 该条第二款, 前条; and 第二款 alone, of the article spoken of."""
    word = text[start : start + 2]
    before = Before("relative", start=start)
    if (previous := _PREVIOUS.match(text, start)) is not None:
        places, end = read_places(text, previous.end())
        places = places if places and not places[0].article and text[previous.end()] in "第(" else ()
        end = end if places else previous.end()
        if not places:
            places = (Place(0, 0, None, None, start, end),)
        return Found(before, places, start, end, None, previous[0])
    word = "该条" if word[0] == "其" else word
    is_named = word[0] != "第"
    places, end = read_places(text, start + 1 + (text[start] != "其") if is_named else start)
    if not places or places[0].article:
        return None
    quote = quote_after(text, end) if is_named else None
    return Found(before, places, start, end, quote, word if is_named else "")


def _is_inside_title(text: str, start: int, end: int) -> bool:
    """Whether the number stands within a longer title, such as that of an interpretation of the article."""
    low = max(0, start - _INSIDE_REACH)
    if text.count("《", low, start) <= text.count("》", low, start):
        return False
    return text[end : end + 1] != "》" and text.find("》", end, end + _INSIDE_REACH) != -1


def _mention(raw: str, cleaned: Cleaned, found: Found) -> Mention:
    start, end = cleaned.span(found.start, found.end)
    places = tuple(MentionedPlace(one.article, one.sub, one.paragraph, one.item) for one in found.places)
    name = found.before.names[0] if found.before.names else ""
    quote = raw[slice(*cleaned.span(found.quote.start, found.quote.end))] if found.quote else None
    year = found.before.edition.year if found.before.edition is not None else None
    return Mention(raw[start:end], start, end, found.before.kind, name, places, year, quote)

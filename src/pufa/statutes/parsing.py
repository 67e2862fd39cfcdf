"""Takes law text apart as it is printed: articles, 之N articles, paragraphs (款), items (项), sub-items (目), headings.

Plain Python over text; nothing here knows where the text comes from or where it is kept. An article's lines keep their
order and every character; the outline says line by line what each is.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from pufa.statutes.numerals import NUMERAL, number_of

Role = Literal["paragraph", "item", "subitem", "more", "annex"]
Level = Literal["part", "subpart", "chapter", "section"]
LEVELS: Final[dict[str, Level]] = {"编": "part", "分编": "subpart", "章": "chapter", "节": "section"}
ORDER: Final[tuple[Level, ...]] = ("part", "subpart", "chapter", "section")
EDITION: Final = 1  # raise it when outline() reads otherwise: the next import then writes every outline anew
SUPPLEMENT: Final = "附则"

_ARTICLE = re.compile(rf"第(?P<number>{NUMERAL})条(?:之(?P<sub>{NUMERAL}))?")
_HEADING = re.compile(
    rf"第(?P<number>{NUMERAL})(?P<unit>分编|编|章|节)(?:\s+|(?=[^\s，。；：、的至]))(?P<title>.{{1,40}})"
)
_SUPPLEMENT = re.compile(r"附\s*则")
_ITEM = re.compile(rf"[“\"]?[（(](?P<number>{NUMERAL})[）)]")
_LISTED = re.compile(rf"(?P<number>{NUMERAL})、")
_SUBITEM = re.compile(r"(?P<number>\d{1,2})[.．、]\s*(?=\D)|[（(](?P<bracketed>\d{1,2})[）)]")
_ANNEX = re.compile(
    r"附[：:]|附$|附[件表录](?:[一二三四五六七八九十\d]*(?:[：:\s]|$))"
    r"|[^，。；：]{0,30}税(?:目税)?[率额]表[一二三四五六七八九十]?(?:（[^（）]*）)?$|[|+]|-{4}"
)
_GAP = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A part (编), subpart (分编), chapter (章) or section (节); `mark` as printed, such as 第二章, empty for 附则."""

    level: Level
    mark: str
    title: str

    @property
    def text(self) -> str:
        """Mark and title as a line."""
        return f"{self.mark} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """The number an article begins with: 第一百二十条之一 is number 120, sub 1; `rest` is the text behind it."""

    number: int
    sub: int
    label: str
    rest: str


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line and what it is; numbers count from 1, 0 where a level does not apply.

    `item` is the number printed, so a missing one stays missing; `more` continues the line before it, `annex` belongs
    to a table or list behind the article and counts as no paragraph.
    """

    role: Role
    text: str
    paragraph: int
    item: int = 0
    subitem: int = 0


@dataclass(slots=True)
class _Place:
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    last: str = ""
    coming: int = 0  # number of the next item behind the line
    is_annex: bool = False
    is_listed: bool = False  # the items are written 一、二、
    is_arabic: bool = False  # the items are written 1. 2. for want of others


def heading(line: str) -> Heading | None:
    """The heading a line is, or None. Spaces inside a title (总　则) are dropped."""
    plain = line.strip()
    if _SUPPLEMENT.fullmatch(plain):
        return Heading("chapter", "", SUPPLEMENT)
    found = _HEADING.fullmatch(plain)
    if found is None or plain[-1] in "，。；：、":
        return None
    title = tidy_title(found["title"])
    return Heading(LEVELS[found["unit"]], f"第{found['number']}{found['unit']}", title)


def tidy_title(title: str) -> str:
    """A heading's words without the spaces that only spread them."""
    return _GAP.sub("", title.strip())


def article_head(line: str, *, is_spaced: bool = True) -> ArticleHead | None:
    """The article a line begins, or None; the number is set off by a space unless `is_spaced` is off."""
    plain = line.strip()
    found = _ARTICLE.match(plain)
    if found is None:
        return None
    rest = plain[found.end() :]
    if is_spaced and rest and not rest[0].isspace():
        return None
    sub = number_of(found["sub"]) if found["sub"] else 0
    return ArticleHead(number_of(found["number"]), sub, found[0], rest.strip())


def split_headings(lines: list[str]) -> tuple[list[str], list[Heading]]:
    """An article's own lines, and the headings that slipped in behind its last line."""
    end = len(lines)
    found: list[Heading] = []
    while end > 1 and (one := heading(lines[end - 1])) is not None:
        found.insert(0, one)
        end -= 1
    return lines[:end], found


def joined(above: list[Heading], below: list[Heading]) -> list[Heading]:
    """Headings that hold after new ones: a part ends subpart and chapter; the supplement (附则) ends every part."""
    held = list(above)
    for one in below:
        rank = ORDER.index(one.level) if one.mark else 0
        held = [other for other in held if other.mark and ORDER.index(other.level) < rank]
        held.append(one)
    return held


def outline(text: str) -> tuple[Line, ...]:
    """What each line of an article's text is. Empty lines are dropped."""
    place = _Place()
    lines = [raw.strip() for raw in text.split("\n") if raw.strip()]
    found: list[Line] = []
    for line, coming in zip(lines, _coming_items(lines), strict=True):
        place.coming = coming
        found.append(_line(line, place))
    return tuple(found)


def _coming_items(lines: list[str]) -> list[int]:
    """For each line the number of the next item behind it, 0 when none comes."""
    coming, numbers = 0, []
    for line in reversed(lines):
        numbers.append(coming)
        if (mark := _ITEM.match(line)) is not None:
            coming = number_of(mark["number"])
    return numbers[::-1]


def _line(text: str, place: _Place) -> Line:
    role = _role(text, place)
    place.last = text
    if role == "annex":
        return Line("annex", text, 0)
    if role == "paragraph":
        place.paragraph, place.item, place.subitem = place.paragraph + 1, 0, 0
        place.is_listed = place.is_arabic = False
    return Line(role, text, place.paragraph, place.item, place.subitem)


def _role(text: str, place: _Place) -> Role:
    if place.is_annex or (place.paragraph and _ANNEX.match(text)):
        place.is_annex = True
        return "annex"
    if not place.paragraph:
        return "paragraph"
    if (item := _item(text, place)) is not None:
        place.item, place.subitem, place.is_arabic = item, 0, False
        return "item"
    if (found := _SUBITEM.match(text)) is not None:
        return _arabic(int(found["number"] or found["bracketed"]), place)
    return "more" if _goes_on(text, place) else "paragraph"


def _item(text: str, place: _Place) -> int | None:
    """The number of an item; 一、 is one only where a list begins or goes on, for it also opens a sentence."""
    if (found := _ITEM.match(text)) is not None:
        return number_of(found["number"])
    found = _LISTED.match(text)
    if found is None:
        return None
    number = number_of(found["number"])
    begins = number == 1 and place.last.endswith(("：", ":"))
    if begins or (place.is_listed and number == place.item + 1):
        place.is_listed = True
        return number
    return None


def _arabic(number: int, place: _Place) -> Role:
    """1. is a sub-item below an item, else itself an item."""
    if place.item and not place.is_arabic:
        place.subitem = number
        return "subitem"
    place.item, place.is_arabic = number, True
    return "item"


def _goes_on(text: str, place: _Place) -> bool:
    """Whether a line without a mark still belongs to the one before: an enumeration without numbers."""
    if place.last.endswith(("，", "、", ",", "；", ";")):
        return True
    if place.item and (place.last.endswith(("：", ":")) or place.coming == place.item + 1):
        return True
    return place.last.endswith(("：", ":")) and text.endswith(("，", "、"))

"""Reads which article, paragraph, item is meant: 第十三条第一款第（二）项、第三至五条, 第一百二十条之一."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from pufa.statutes.citations.cleaning import NUMBER, NUMERALS
from pufa.statutes.numerals import number_of

# A range longer than this gives its two ends only.
LONGEST_RANGE: Final = 100
MOST_TOKENS: Final = 60
RANK: Final = {"条": 0, "款": 1, "项": 2, "目": 3}
RANGE_MARKS: Final = frozenset("至到-")

_JOIN: Final = r"[、，]?(?:以及|或者|[和及与或暨])|[、，]|起?[至到]|-{1,2}"
# 条件, 款项, 项目 … are words of their own.
_UNIT: Final = r"条(?![件幅])(?!目[^的])|款(?![项式待额])|项(?![目链圈])|目(?![的标录前光])"
TOKEN: Final = re.compile(
    rf"(?P<join>{_JOIN})?(?P<ordinal>第)?(?P<open>\()?(?P<number>{NUMBER})(?P<close>\))?"
    rf"(?P<unit>{_UNIT})?(?:(?<=条)之(?P<sub>{NUMBER}))?"
)
# What would go on behind a place: another number, or a deeper part.
_ON: Final = rf"(?![件幅目之第(\d{NUMERALS}项式待额链圈]|(?:{_JOIN})[第之(\d{NUMERALS}])"
# The two most frequent forms, read at once: one place, and a list of whole articles, with nothing behind.
_SINGLE: Final = re.compile(rf"第({NUMBER})条(?:之({NUMBER}))?(?:第({NUMBER})款)?(?:第(\()?({NUMBER})(?(4)\))项)?{_ON}")
_ARTICLES: Final = re.compile(rf"第{NUMBER}条(?:[、和及]第{NUMBER}条){{1,40}}+{_ON}")
_ARTICLE: Final = re.compile(rf"第({NUMBER})条")
# The forms of numbers that are rare, as the common ones: one sign may stand for two.
_RARE: Final = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True))
_COMMON: Final = str.maketrans(_RARE | {"廿": "二十", "卅": "三十"})
SUB_TOKEN: Final = re.compile(rf"(?P<join>{_JOIN})之(?P<sub>{NUMBER})(?![万亿个])")


class Place(NamedTuple):
    """One place in a law; `sub` is N of 之N, `start` and `end` count in the cleaned text.

    `article` 0 stands for the article spoken of before (该条第二款).
    """

    article: int
    sub: int
    paragraph: int | None
    item: int | None
    start: int
    end: int


class _Token(NamedTuple):
    number: int
    unit: str
    sub: int
    join: str
    mark: str  # what shows that a place is meant: 第, a bracket, 之, Arabic digits (1), or nothing
    start: int
    end: int

    @property
    def is_range(self) -> bool:
        return bool(self.join) and self.join[-1] in RANGE_MARKS


def value_of(text: str) -> int:
    """The value of a number in Arabic or Chinese digits."""
    return int(text) if text.isdecimal() else _mixed(text)


def read_places(text: str, start: int) -> tuple[tuple[Place, ...], int]:
    """All places named from `start` on, in order, and where the reading ended; nothing found gives no places."""
    if (single := _SINGLE.match(text, start)) is not None:
        place = _single(start, single.end(), *single.groups())
        if place is not None:
            return (place,), place.end
    if (listed := _ARTICLES.match(text, start)) is not None:
        places = tuple(_articles(text, start, listed.end()))
        if places:
            return places, listed.end()
    tokens = _settle(list(_tokens(text, start)))
    if not tokens:
        return (), start
    return tuple(_fold(tokens)), tokens[-1].end


def _articles(text: str, start: int, end: int) -> list[Place]:
    """The articles of a plain list; none if a number is no number."""
    places = []
    for found in _ARTICLE.finditer(text, start, end):
        number = _number(found[1])
        if number is None:
            return []
        places.append(Place(number, 0, None, None, found.start(), found.end()))
    return places


def _single(
    start: int, end: int, article: str, sub: str | None, paragraph: str | None, _open: str | None, item: str | None
) -> Place | None:
    numbers = [_number(one) if one else 0 for one in (article, sub, paragraph, item)]
    if None in numbers:
        return None
    first, second, third, fourth = numbers
    return Place(first or 0, second or 0, third if paragraph else None, fourth if item else None, start, end)


def _mixed(text: str) -> int:
    if any(sign.isdecimal() for sign in text):
        raise ValueError(f"digits of two kinds: {text!r}")
    return number_of(text.translate(_COMMON))


def _tokens(text: str, start: int) -> Iterator[_Token]:
    previous: _Token | None = None
    place = start
    for _ in range(MOST_TOKENS):
        token = _next(text, place, previous)
        if token is None or not _fits(token, previous):
            return
        yield token
        previous, place = token, token.end


def _next(text: str, place: int, previous: _Token | None) -> _Token | None:
    if previous is not None and previous.unit == "条" and (more := SUB_TOKEN.match(text, place)) is not None:
        sub = _number(more["sub"])
        return _Token(previous.number, "条", sub, more["join"], "之", place, more.end()) if sub else None
    found = TOKEN.match(text, place)
    if found is None or (found["close"] is None) != (found["open"] is None):
        return None
    number, sub = _number(found["number"]), _number(found["sub"] or "0")
    if number is None or sub is None:
        return None
    mark = found["open"] or found["ordinal"] or ("1" if found["number"].isdecimal() else "")
    return _Token(number, found["unit"] or "", sub, found["join"] or "", mark, place, found.end())


@lru_cache(maxsize=4096)
def _number(text: str) -> int | None:
    try:
        return value_of(text)
    except ValueError:
        return None


def _fits(token: _Token, previous: _Token | None) -> bool:
    """Whether a number goes on with the citation before it; 第三条和三人 ends behind 条."""
    if previous is None:
        return True
    if not token.join:
        # 第（一）（二）项 lists without a sign between.
        return _goes_deeper(token, previous) or (token.mark == previous.mark == "(" and not previous.unit)
    if token.mark in ("第", "(", "之") or not token.unit:
        return token.join != "，" or token.mark != ""
    same = previous.unit in ("", token.unit) and token.join != "，"
    return same and (token.number > previous.number or not previous.unit)


def _goes_deeper(token: _Token, previous: _Token) -> bool:
    """第十三条第一款, 13条1款, 第十三条一款; but 第十三条一项要求 names no item."""
    if not previous.unit:
        return False
    if not token.unit:
        return token.mark in ("第", "(")
    is_clear = token.mark != "" or previous.unit == "款" or token.unit == "款"
    return RANK[token.unit] > RANK[previous.unit] and is_clear


def _settle(tokens: list[_Token]) -> list[_Token]:
    """Give each number without a unit that of the number it is listed with; cut what stays without."""
    end = len(tokens)
    while end and not tokens[end - 1].unit:
        last = tokens[end - 1]
        if last.mark == "(" and not last.join and end > 1 and tokens[end - 2].unit in ("条", "款"):
            tokens[end - 1] = last._replace(unit="项")
            break
        end -= 1
    kept = tokens[:end]
    for index in range(len(kept) - 2, -1, -1):
        if not kept[index].unit:
            if not kept[index + 1].join and kept[index + 1].mark != "(":
                return _settle(kept[:index])
            kept[index] = kept[index]._replace(unit=kept[index + 1].unit)
    for index, (before, token) in enumerate(pairwise(kept), start=1):
        if not token.join and RANK[token.unit] <= RANK[before.unit] and not _is_beside(token, before):
            return kept[:index]
    return kept


def _is_beside(token: _Token, before: _Token) -> bool:
    """第（一）（二）项, 第（一）项（二）项: one more of the same kind without a sign between."""
    return token.mark == before.mark == "(" and token.unit == before.unit


def _fold(tokens: list[_Token]) -> list[Place]:
    places: list[Place] = []
    previous: _Token | None = None
    for token in tokens:
        if token.unit == "目" and places:
            places[-1] = places[-1]._replace(end=token.end)
        elif previous is not None and not token.join and places and not _is_beside(token, previous):
            places[-1] = _deeper(places[-1], token)
        elif previous is not None and token.is_range and previous.unit == token.unit and places:
            places.extend(_range(places[-1], token))
        else:
            places.append(_beside(places[-1] if places else None, token))
        previous = token
    return places


def _deeper(place: Place, token: _Token) -> Place:
    if token.unit == "款":
        return place._replace(paragraph=token.number, end=token.end)
    return place._replace(item=token.number, end=token.end)


def _beside(place: Place | None, token: _Token) -> Place:
    """A new place in a list: 第十三条第一款、第三款 stays in its article."""
    start = token.start + len(token.join)
    article, sub = (place.article, place.sub) if place is not None else (0, 0)
    if token.unit == "条":
        return Place(token.number, token.sub, None, None, start, token.end)
    if token.unit == "款":
        return Place(article, sub, token.number, None, start, token.end)
    return Place(article, sub, place.paragraph if place is not None else None, token.number, start, token.end)


def _range(first: Place, token: _Token) -> Iterator[Place]:
    """The places behind the first of a range, to its end; those between carry the whole range as their text."""
    start = token.start + len(token.join)
    for article, sub, paragraph, item in _steps(first, token):
        is_last = (article, sub, paragraph, item) == _end_of(first, token)
        yield Place(article, sub, paragraph, item, start if is_last else first.start, token.end)


def _end_of(first: Place, token: _Token) -> tuple[int, int, int | None, int | None]:
    if token.unit == "款":
        return first.article, first.sub, token.number, None
    if token.unit == "项":
        return first.article, first.sub, first.paragraph, token.number
    return token.number, token.sub, None, None


def _steps(first: Place, token: _Token) -> Iterator[tuple[int, int, int | None, int | None]]:
    if token.unit == "款":
        yield from ((first.article, first.sub, one, None) for one in _between(first.paragraph or 0, token.number))
    elif token.unit == "项":
        yield from ((first.article, first.sub, first.paragraph, one) for one in _between(first.item or 0, token.number))
    elif token.number == first.article:
        yield from ((first.article, one, None, None) for one in _between(first.sub, token.sub))
    else:
        yield from ((one, 0, None, None) for one in _between(first.article, token.number))
        if token.sub:
            yield from ((token.number, one, None, None) for one in _between(0, token.sub))


def _between(first: int, last: int) -> Iterator[int]:
    if first < last <= first + LONGEST_RANGE:
        yield from range(first + 1, last + 1)
    else:
        yield last

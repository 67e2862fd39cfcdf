"""Where a copy says something else than its original: numbers, names, citations, negations, shown side by side."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pufa.statutes import citations
from pufa.tracing import margins, naming, numerals
from pufa.tracing.fingerprints import aligning, pairing
from pufa.tracing.fingerprints.folding import Folded
from pufa.tracing.fingerprints.pairing import Hunk
from pufa.tracing.fingerprints.tables import tables

Span = tuple[int, int]
# Longer stretches are rewritten, not altered.
_LONGEST: Final = 16
# A negation that stands alone: what is left out with it must be short.
_SHORT: Final = 10
_MANY_HOMOPHONES: Final = 5
_NUMERAL: Final = re.compile("[0-9零〇一二两三四五六七八九十百千万亿点.,％%]")
_NEGATION: Final = re.compile("严禁|禁止|不|未|无|没|勿|非")
_NO_NEGATION: Final = re.compile(
    "不仅|不但|不断|不同|不论|不管|不少|不久|不过|不止|不妨|不禁|不愧|未来|无论|无障碍|无线|无人机|无偿|非常|非遗|非物质|非洲|非公"
)
_LISTED: Final = re.compile("[(（【〔][一二三四五六七八九十0-9]{1,3}[)）】〕]")
_MASKS: Final = re.compile("[*＊×□■●○◆_…]|[xX]{2,}")
_TITLE: Final = re.compile("《[^《》\n]{2,60}》")


class DifferenceKind(StrEnum):
    """What differs between passages that are otherwise the same."""

    NUMBER = "number"
    NAME = "name"
    CITATION = "citation"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Difference:
    """The words of either side; one may be empty. The places count in the texts as given."""

    kind: DifferenceKind
    original: str
    page: str
    original_start: int
    original_end: int
    page_start: int
    page_end: int


@dataclass(frozen=True, slots=True)
class Found:
    """What differs in meaning, and how many places differ at all."""

    differences: tuple[Difference, ...]
    places: int


def find(ours: Folded, theirs: Folded) -> Found:
    """What the page says otherwise than the original, in order of the page. Disguises are no differences."""
    paired = pairing.pairs(ours, theirs, aligning.align(ours.letters, theirs.letters))
    sure = pairing.certain(ours, theirs, paired)
    hunks = pairing.hunks(sure) + margins.hunks(ours, theirs, sure)
    has_homophones = len(pairing.homophones(ours, theirs, paired)) >= _MANY_HOMOPHONES
    sides = (_Side.of(ours), _Side.of(theirs))
    found = []
    for hunk in hunks:
        one = _judged(hunk, sides, has_homophones=has_homophones)
        if one is not None:
            found.append(one)
    known = {one.page_start for one in found}
    shifted = [one for one in margins.shifted_points(ours, theirs, sure) if one[1][0] not in known]
    found += [_made(DifferenceKind.NUMBER, sides, spans) for spans in shifted]
    found.sort(key=lambda one: (one.page_start, one.page_end))
    return Found(tuple(found), len(hunks) + len(shifted))


@dataclass(frozen=True, slots=True)
class _Side:
    """One text, with the places in it where laws are cited and where names stand."""

    folded: Folded
    cited: tuple[Span, ...]
    named: tuple[Span, ...]

    @classmethod
    def of(cls, folded: Folded) -> "_Side":
        text = folded.text
        cited = [(one.start, one.end) for one in citations.find(text)]
        cited += [one.span() for one in _TITLE.finditer(text)]
        return cls(folded, tuple(cited), naming.spans(text))

    def span(self, start: int, end: int) -> Span:
        """Where signs stand in the text; an empty stretch stands after the sign before it."""
        places = self.folded.places
        if end > start:
            return int(places[start:end].min()), int(places[start:end].max()) + 1
        place = int(places[start - 1]) + 1 if start else 0
        return place, place

    def words(self, start: int, end: int) -> str:
        """The folded signs of a stretch."""
        return "".join(map(chr, self.folded.signs[start:end].tolist()))

    def figures(self, start: int, end: int) -> str:
        """The folded signs of a stretch with decimal points and per cent signs, which are no signs that are read."""
        places, text = self.folded.places[start:end].tolist(), self.folded.text
        made = []
        for at, place in enumerate(places):
            made.append(chr(int(self.folded.signs[start + at])))
            follows = text[place + 1 : place + 2]
            if follows in (".", "．") and places[at + 1 : at + 2] == [place + 2]:
                made.append(".")
            elif follows in ("%", "％", "‰"):
                made.append(follows)
        return "".join(made)

    def widened(self, start: int, end: int) -> Span:
        """A stretch with the whole of the number it touches."""
        signs = self.folded.signs
        while start > 0 and _NUMERAL.match(chr(signs[start - 1])) and self._is_beside(start - 1):
            start -= 1
        while 0 < end < len(signs) and _NUMERAL.match(chr(signs[end])) and self._is_beside(end - 1):
            end += 1
        return start, end

    def _is_beside(self, at: int) -> bool:
        return bool(abs(int(self.folded.places[at + 1]) - int(self.folded.places[at])) <= 2)


def _judged(hunk: Hunk, sides: tuple[_Side, _Side], *, has_homophones: bool) -> Difference | None:
    mine, other = sides[0].words(*hunk.ours), sides[1].words(*hunk.theirs)
    if max(len(mine), len(other)) > _LONGEST or _is_disguise(mine, other, has_homophones=has_homophones):
        return None
    place = sides[1].span(*hunk.theirs)
    if not other and _MASKS.search(sides[1].folded.text[max(0, place[0] - 1) : place[1] + 1]):
        return None
    return _number(hunk, sides) or _negation(hunk, sides) or (_name(hunk, sides) if mine and other else None)


def _number(hunk: Hunk, sides: tuple[_Side, _Side]) -> Difference | None:
    ours, theirs = sides
    wide = Hunk(ours.widened(*hunk.ours), theirs.widened(*hunk.theirs))
    spans = ours.span(*wide.ours), theirs.span(*wide.theirs)
    if _LISTED.match(ours.folded.text, max(0, spans[0][0] - 1)):
        return None  # the number of an item: lists are cut and put in another order
    if not _numbers_differ(ours.figures(*wide.ours), theirs.figures(*wide.theirs)):
        return None
    is_cited = _around(spans[0], ours.cited) and _around(spans[1], theirs.cited)
    return _made(DifferenceKind.CITATION if is_cited else DifferenceKind.NUMBER, sides, spans)


def _negation(hunk: Hunk, sides: tuple[_Side, _Side]) -> Difference | None:
    ours, theirs = sides
    if max(hunk.ours[1] - hunk.ours[0], hunk.theirs[1] - hunk.theirs[0]) > _SHORT:
        return None
    if _negations(ours, hunk.ours) == _negations(theirs, hunk.theirs):
        return None
    return _made(DifferenceKind.NEGATION, sides, (ours.span(*hunk.ours), theirs.span(*hunk.theirs)))


def _name(hunk: Hunk, sides: tuple[_Side, _Side]) -> Difference | None:
    """The whole names around a difference, if it lies in one on either side."""
    exact = sides[0].span(*hunk.ours), sides[1].span(*hunk.theirs)
    for kind, ours, theirs in (
        (DifferenceKind.CITATION, sides[0].cited, sides[1].cited),
        (DifferenceKind.NAME, sides[0].named, sides[1].named),
    ):
        mine, other = _around(exact[0], ours), _around(exact[1], theirs)
        if mine is not None and other is not None:
            return _made(kind, sides, (mine, other))
    return None


def _is_disguise(mine: str, other: str, *, has_homophones: bool) -> bool:
    """Letters for characters, or (where that is the page's habit) characters of the same sound."""
    if other and other.isascii() and other.isalpha() and not mine.isascii():
        return True
    if not has_homophones or len(mine) != len(other):
        return False
    return all(one == two or _sound(one) & _sound(two) for one, two in zip(mine, other, strict=True))


def _sound(sign: str) -> frozenset[str]:
    """All readings of a character, near sounds made one."""
    readings = tables().readings.get(ord(sign), frozenset())
    return frozenset(re.sub("(?<=[zcs])h|(?<=n)g", "", one) for one in readings)


def _numbers_differ(mine: str, other: str) -> bool:
    values, others = numerals.values(mine), numerals.values(other)
    return bool(values) and bool(others) and values != others and "".join(mine.split()) != "".join(other.split())


def _negations(side: _Side, span: Span) -> int:
    """Negating words in a stretch, without words such as 不断 that negate nothing."""
    words = side.words(*span)
    if not _NEGATION.search(words):
        return 0
    around = side.words(max(0, span[0] - 1), span[1] + 2)
    return min(len(_NEGATION.findall(words)), len(_NEGATION.findall(_NO_NEGATION.sub("", around))))


def _around(span: Span, spans: tuple[Span, ...]) -> Span | None:
    return next((one for one in spans if one[0] <= span[0] and span[1] <= one[1]), None)


def _made(kind: DifferenceKind, sides: tuple[_Side, _Side], spans: tuple[Span, Span]) -> Difference:
    mine, other = sides[0].folded.text[slice(*spans[0])], sides[1].folded.text[slice(*spans[1])]
    return Difference(kind, mine, other, *spans[0], *spans[1])

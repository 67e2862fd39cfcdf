"""Where a copy says something else than its original: numbers, names, citations, negations, shown side by side."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pufa.statutes import citations
from pufa.tracing import numerals
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
_LISTED: Final = re.compile("[(（【][一二三四五六七八九十0-9]{1,3}$")
_MASKS: Final = re.compile("[*＊×□■●○◆_…]|[xX]{2,}")
_TITLE: Final = re.compile("《[^《》\n]{2,60}》")
_PLACE: Final = "省|自治区|自治州|市|县|区|镇|乡|村|街道|社区|路|局|厅|委|办|院|所|队|站|中心|公司|集团|大学|学院|学校|中学|小学|医院|银行|协会|法院|检察院|公安局"
_ORGANISATION: Final = re.compile(rf"[\u4e00-\u9fff]{{2,14}}?(?:{_PLACE})")
_SURNAME: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
    "姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封"
    "芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶司黎薄印白怀蒲邰鄂索籍赖卓蔺屠蒙池乔阴能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰雍桑桂濮牛寿通边扈燕冀尚农温别庄"
    "晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩厍聂晁勾敖融冷辛阚那简饶空曾沙养鞠丰巢关蒯相查荆红游权逯盖益桓公"
)
_OFFICE: Final = "记者|主任|局长|院长|书记|市长|县长|区长|镇长|乡长|村长|校长|所长|队长|科长|处长|部长|会长|经理|律师|法官|检察官|民警|老师|教授|讲师|编辑|摄影|同志|先生|女士|被告人?|原告|上诉人|嫌疑人|当事人"
_PERSON: Final = re.compile(
    rf"(?:{_OFFICE})[：: ]?(?P<after>[{_SURNAME}][\u4e00-\u9fff]{{1,2}})|(?P<before>[{_SURNAME}][\u4e00-\u9fff]{{1,2}}?)"
    "(?=说|表示|介绍|告诉|指出|认为|强调|坦言|回忆|出席|主持|参加|某)"
)


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
    hunks = pairing.hunks(ours, theirs, paired)
    has_homophones = len(pairing.homophones(ours, theirs, paired)) >= _MANY_HOMOPHONES
    sides = (_Side.of(ours), _Side.of(theirs))
    found = []
    for hunk in hunks:
        one = _judged(hunk, sides, has_homophones=has_homophones)
        if one is not None:
            found.append(one)
    return Found(tuple(found), len(hunks))


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
        named = [one.span() for one in _ORGANISATION.finditer(text)]
        named += [one.span("after") if one["after"] else one.span("before") for one in _PERSON.finditer(text)]
        return cls(folded, tuple(cited), tuple(named))

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
    ours, theirs = sides
    mine, other = ours.words(*hunk.ours), theirs.words(*hunk.theirs)
    if max(len(mine), len(other)) > _LONGEST or _is_disguise(mine, other, has_homophones=has_homophones):
        return None
    wide = Hunk(ours.widened(*hunk.ours), theirs.widened(*hunk.theirs))
    spans = ours.span(*wide.ours), theirs.span(*wide.theirs)
    if _MASKS.search(theirs.folded.text[max(0, spans[1][0] - 1) : spans[1][1] + 1]) and not other:
        return None
    if _LISTED.search(ours.folded.text[max(0, spans[0][0] - 1) : spans[0][1]]):
        return None  # the number of an item: lists are cut and put in another order
    if _numbers_differ(ours.figures(*wide.ours), theirs.figures(*wide.theirs)):
        is_cited = _within(spans[0], ours.cited) and _within(spans[1], theirs.cited)
        return _made(DifferenceKind.CITATION if is_cited else DifferenceKind.NUMBER, sides, spans)
    exact = ours.span(*hunk.ours), theirs.span(*hunk.theirs)
    is_short = max(len(mine), len(other)) <= _SHORT
    if is_short and _negations(mine, ours, hunk.ours) != _negations(other, theirs, hunk.theirs):
        return _made(DifferenceKind.NEGATION, sides, exact)
    if mine and other:
        if (cited := _common_whole(exact, ours.cited, theirs.cited)) is not None:
            return _made(DifferenceKind.CITATION, sides, cited)
        if (named := _common_whole(exact, ours.named, theirs.named)) is not None:
            return _made(DifferenceKind.NAME, sides, named)
    return None


def _is_disguise(mine: str, other: str, *, has_homophones: bool) -> bool:
    """Letters for characters, or (where that is the page's habit) characters of the same sound."""
    if other and other.isascii() and other.isalpha() and not mine.isascii():
        return True
    return has_homophones and len(mine) == len(other) and _sound(mine) == _sound(other)


def _sound(words: str) -> list[frozenset[str]]:
    readings = tables().readings
    return [frozenset(sorted(readings.get(ord(sign), {sign}))[:1]) for sign in words]


def _numbers_differ(mine: str, other: str) -> bool:
    values, others = numerals.values(mine), numerals.values(other)
    return bool(values) and bool(others) and values != others and "".join(mine.split()) != "".join(other.split())


def _negations(words: str, side: _Side, span: Span) -> int:
    """Negating words that touch a stretch, without words such as 不断 that negate nothing."""
    if not _NEGATION.search(words):
        return 0
    around = side.words(max(0, span[0] - 1), span[1] + 2)
    left = _NO_NEGATION.sub("", around)
    return min(len(_NEGATION.findall(words)), len(_NEGATION.findall(left)))


def _within(span: Span, spans: tuple[Span, ...]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _common_whole(
    exact: tuple[Span, Span], ours: tuple[Span, ...], theirs: tuple[Span, ...]
) -> tuple[Span, Span] | None:
    """The whole names around a difference, if it lies in one on either side."""
    mine, other = _around(exact[0], ours), _around(exact[1], theirs)
    return (mine, other) if mine is not None and other is not None else None


def _around(span: Span, spans: tuple[Span, ...]) -> Span | None:
    return next((one for one in spans if one[0] <= span[0] and span[1] <= one[1]), None)


def _made(kind: DifferenceKind, sides: tuple[_Side, _Side], spans: tuple[Span, Span]) -> Difference:
    mine, other = sides[0].folded.text[slice(*spans[0])], sides[1].folded.text[slice(*spans[1])]
    return Difference(kind, mine, other, *spans[0], *spans[1])

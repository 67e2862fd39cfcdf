"""Finds the article text a citation quotes (规定：“…”) and compares it with what the law says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pufa.statutes.citations.cleaning import one_form

LONGEST_QUOTE: Final = 3000
# Without a colon a shorter quotation is a term (所称“网络”), not the words of the article.
SHORTEST_UNANNOUNCED: Final = 12
SHORTEST_ANNOUNCED: Final = 3
SHOWN: Final = 24

_VERBS: Final = "规定|明确|指出|写明|写道|写着|载明|强调|要求|表述|原文|内容|条文|全文|提出|提到|称|说"
_INTRO: Final = re.compile(
    r"(?:[的中里，]|分别|同时|首先|还|也|均|都|就|则|已|明文|明确|对此|作出|作了|有|如是|是?这样|\([^()\n]{1,20}\))*+"
    rf"(?P<verb>(?:{_VERBS})+)?(?:的|为|是|如下|了|道|过|：)*+[，]?(?P<open>[“\"「『‘])"
)
# Other words before a quotation: whether the article speaks or a person, only the words quoted can tell.
_LOOSE: Final = re.compile(r"[^。；！？\n《》“”「」『』‘’\"]{0,24}：(?P<open>[“\"「『‘])")
_BEFORE: Final = re.compile(r"(?P<close>[”\"」』’])(?:\(|-{1,2})(?:语出|出自|见|引自)?\Z")
_LEADS: Final = frozenset("(-出自见")
# Signs behind a citation that no quotation follows, by far the most frequent ones.
_NO_INTRO: Final = frozenset("、。；)》之或以及和与\n")
_CLOSE: Final = {"“": "”", "「": "」", "『": "』", "‘": "’", '"': '"'}
_OPEN: Final = {closer: opener for opener, closer in _CLOSE.items()}
_GAPS: Final = re.compile(r"…+|\.{3,}|。{3,}|-{2,}|\((?:略|省略|前略|后略|中略)\)")
_SIGNS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words said to be the article's, with their place in the cleaned text.

    `is_loose` ones may be another's: they count as the article's only where they are nearly its words.
    """

    text: str
    start: int
    end: int
    is_loose: bool = False


def quote_after(text: str, end: int) -> Quote | None:
    """The quotation of the article's own words that follows a citation; a quoted term is none."""
    if text[end : end + 1] in _NO_INTRO:
        return None
    intro = _INTRO.match(text, end, end + 40)
    found = intro or _LOOSE.match(text, end, end + 40)
    if found is None:
        return None
    start = found.end()
    close = _closing(text, start, found["open"])
    if close is None:
        return None
    words = text[start:close]
    is_announced = intro is not None and "：" in intro[0]
    if _weight(words) < (SHORTEST_ANNOUNCED if is_announced else SHORTEST_UNANNOUNCED):
        return None
    return Quote(words, start, close, is_loose=not (is_announced or (intro is not None and intro["verb"])))


def quote_before(text: str, start: int) -> Quote | None:
    """The quotation right before a citation in brackets or behind a dash: “…”（《…》第一条）."""
    if text[start - 1 : start] not in _LEADS:
        return None
    found = _BEFORE.search(text, max(0, start - 8), start)
    if found is None:
        return None
    low = max(0, found.start() - LONGEST_QUOTE)
    opening = text.rfind(_OPEN[found["close"]], low, found.start())
    words = text[opening + 1 : found.start()]
    if opening == -1 or _weight(words) < SHORTEST_UNANNOUNCED:
        return None
    return Quote(words, opening + 1, found.start(), is_loose=True)


def _weight(words: str) -> int:
    return len(_SIGNS.sub("", words))


def _closing(text: str, start: int, opener: str) -> int | None:
    closer = _CLOSE[opener]
    limit = min(len(text), start + LONGEST_QUOTE)
    place, depth = start, 0
    while (place := text.find(closer, place, limit)) != -1:
        depth = text.count(opener, start, place) if opener != closer else 0
        if text.count(closer, start, place) >= depth:
            return place
        place += 1
    return None


def plain_words(text: str) -> str:
    """Text as compared: no signs, no blanks."""
    return _SIGNS.sub("", one_form(text))


def is_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts holds the quotation; what …… leaves out may stand between its pieces."""
    pieces = pieces_of(quote)
    return any(holds(plain_words(text), pieces) for text in texts)


def pieces_of(quote: str) -> list[str]:
    """The words of a quotation as compared, cut where …… leaves something out."""
    return [words for piece in _GAPS.split(quote) if (words := plain_words(piece))]


def holds(text: str, pieces: list[str]) -> bool:
    """Whether a text without signs holds the pieces in their order."""
    place = 0
    for piece in pieces:
        found = text.find(piece, place)
        if found == -1:
            return False
        place = found + len(piece)
    return True


def likeness(first: str, second: str) -> float:
    """How alike two texts are, 0 to 1: the share of the shorter one's pairs of characters found in the other."""
    pairs_first, pairs_second = pairs_of(first), pairs_of(second)
    fewer = min(len(pairs_first), len(pairs_second))
    return len(pairs_first & pairs_second) / fewer if fewer else 0.0


def alike(first: str, second: str) -> float:
    """How alike two whole texts are, 0 to 1: pairs of characters in both, of all."""
    pairs_first, pairs_second = pairs_of(first), pairs_of(second)
    every = len(pairs_first | pairs_second)
    return len(pairs_first & pairs_second) / every if every else 0.0


def difference(quote: str, law: str) -> tuple[str, str] | None:
    """The first words in which a quotation departs: as quoted and as in the law, a little around them; None if far."""
    said, is_so = plain_words(quote)[:LONGEST_QUOTE], plain_words(law)[:LONGEST_QUOTE]
    blocks = [one for one in SequenceMatcher(None, said, is_so, autojunk=False).get_matching_blocks() if one.size > 1]
    if sum(one.size for one in blocks) * 2 < len(said):
        return None
    end_said, end_law = 0, blocks[0].b - blocks[0].a if blocks[0].b >= blocks[0].a else 0
    for block in [*blocks, None]:
        next_said = block.a if block else len(said)
        next_law = block.b if block else min(len(is_so), end_law + len(said) - end_said)
        if next_said > end_said or (next_law > end_law and end_said):
            return _around(said, end_said, next_said), _around(is_so, end_law, next_law)
        if block:
            end_said, end_law = block.a + block.size, block.b + block.size
    return None


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 6) : min(end, start + SHOWN) + 6]


def pairs_of(text: str) -> set[str]:
    """The pairs of neighbouring characters in a text, without signs."""
    plain = plain_words(text)
    return {plain[index : index + 2] for index in range(len(plain) - 1)}

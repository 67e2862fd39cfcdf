"""What became of each article's number when a law was amended, read from the decision that amended it.

A decision names the articles it adds (增加一条，作为第三条), moves (将第十八条改为第十九条), joins
(合并，作为第七十一条) and deletes; all others keep their order and close up around them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from pufa.statutes.citations.cleaning import NUMERALS, fold
from pufa.statutes.numerals import number_of

_ONE: Final = rf"第([{NUMERALS}]+)条"
# An article of which only an item is meant stays an article of its own.
_MANY: Final = re.compile(rf"{_ONE}(?!第)")
# What a new text says in quotation marks is no instruction.
_QUOTED: Final = re.compile(r'“[^”]*”|"[^"]*"')
_UNTIL_END: Final = re.compile(r'[“"].*', re.DOTALL)
_ADDED: Final = re.compile(rf"增加[一二三四五六七八九十]+条，(?:分别)?作为((?:{_ONE}[、和至]?)+)")
_MOVED: Final = re.compile(rf"{_ONE}(?:第[一二三四五六七八九十]+款)?(?:作为|改为){_ONE}")
_JOINED: Final = re.compile(rf"((?:{_ONE}(?:第[一二三四五六七八九十]+项)?[、和]?){{2,}})合并，作为{_ONE}")
_MADE: Final = re.compile(rf"合并，作为{_ONE}")
_DELETED: Final = re.compile(rf"删去((?:{_ONE}[、和]?)+)(?!第)")


def renumbering(steps: Iterable[str], last: int) -> Mapping[int, int]:
    """Old number -> new number, for the articles whose number changed; `last` is the new text's last number.

    `steps` are the numbered parts of the decision. Nothing is given when the steps do not add up to the new text.
    """
    added: set[int] = set()
    moved: dict[int, int] = {}
    gone: set[int] = set()
    for step in steps:
        text = _UNTIL_END.sub("", _QUOTED.sub("", fold(step)))
        for found in _ADDED.finditer(text):
            added |= set(_numbers(found[1]))
        added |= {number_of(one) for one in _MADE.findall(text)}
        for found in _JOINED.finditer(text):
            moved |= dict.fromkeys(_numbers(found[1]), number_of(found[found.re.groups]))
        for found in _MOVED.finditer(text):
            moved.setdefault(number_of(found[1]), number_of(found[2]))
        for found in _DELETED.finditer(text):
            gone |= set(_numbers(found[1]))
    return _whole(added, moved, gone, last)


def _numbers(text: str) -> list[int]:
    return [number_of(one) for one in _MANY.findall(text)]


def _whole(added: set[int], moved: dict[int, int], gone: set[int], last: int) -> Mapping[int, int]:
    taken = added | set(moved.values())
    free = iter([number for number in range(1, last + 1) if number not in taken])
    whole: dict[int, int] = {}
    number = 0
    while True:
        number += 1
        if number in gone:
            continue
        if number in moved:
            whole[number] = moved[number]
            continue
        new = next(free, None)
        if new is None:
            break
        whole[number] = new
    return {old: new for old, new in whole.items() if old != new} if _adds_up(whole, moved) else {}


def _adds_up(whole: Mapping[int, int], moved: Mapping[int, int]) -> bool:
    """Whether every article moved was met, and all that were not joined keep their order."""
    counts = Counter(whole.values())
    kept = [new for _, new in sorted(whole.items()) if counts[new] == 1]
    return set(moved) <= set(whole) and kept == sorted(kept)

"""How words sound: letters typed for characters, and characters that sound alike.

Sounds are written without tones, and sounds that many people do not tell apart (zh and z, ing and in) the same way.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final

LEAST_TEXTS: Final = 3  # articles that must use a word before it is offered to anybody
LONGEST: Final = 12
MOST_ALIKE: Final = 4  # words of one sound
_HAN = re.compile(r"[㐀-䶿一-鿿]+")
_ALIKE = re.compile("([zcs])h|(n)g")


def fold(letters: str) -> str:
    """Letters of one or more sounds, in the form compared."""
    return _ALIKE.sub(lambda match: match[1] or match[2], letters.lower().replace("v", "u"))


def sounds(text: str) -> list[str]:
    """The sound of each character, in the form compared; what is not Chinese stands for itself."""
    from pypinyin import lazy_pinyin  # loaded when first needed: it is large

    found: list[str] = []
    at = 0
    for run in _HAN.finditer(text):
        found += [*text[at : run.start()], *(fold(one) for one in lazy_pinyin(run[0]))]
        at = run.end()
    return [*found, *text[at:]]


Words = dict[str, list[tuple[str, int]]]


def table(counts: Mapping[str, int], names: Collection[str]) -> Words:
    """For each sound the words that most articles use, with their number; names of laws go before other words."""
    found: Words = {}
    useful = {word: count for word, count in counts.items() if _is_useful(word, count)}
    for word, count in (useful | {name: counts.get(name, 0) for name in names}).items():
        found.setdefault("".join(sounds(word)), []).append((word, count))
    return {
        sound: sorted(words, key=lambda one: (one[0] not in names, -one[1], one[0]))[:MOST_ALIKE]
        for sound, words in found.items()
    }


def _is_useful(word: str, count: int) -> bool:
    return count >= LEAST_TEXTS and 2 <= len(word) <= LONGEST and _HAN.fullmatch(word) is not None

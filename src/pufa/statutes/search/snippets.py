"""Cuts the telling passage out of an article and says which parts of it were asked for."""

import re
from typing import Final

from pufa.statutes.search.words import fold_signs, pairs, words

LENGTH: Final = 90  # characters, about two lines
Part = tuple[str, bool]  # text, whether it is a word asked for
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_SINGLE: Final = 1


def snippet(text: str, wanted: str) -> tuple[Part, ...]:
    """The sentences that hold most of the words wanted, at most `LENGTH` characters of them."""
    pattern = _pattern(wanted)
    if pattern is None:
        return ((_cut(" ".join(text.split())), False),)
    sentences = _SENTENCE.findall(text)
    counts = [len(set(pattern.findall(fold_signs(sentence)))) for sentence in sentences]
    best = counts.index(max(counts)) if counts else 0
    chosen = " ".join("".join(sentences[best:]).split())
    first = pattern.search(fold_signs(chosen))
    start = first.start() - LENGTH // 3 if first and first.start() > LENGTH // 2 else 0
    return _parted(("……" if start else "") + _cut(chosen[start:]), pattern)


def _pattern(wanted: str) -> "re.Pattern[str] | None":
    asked = {word for word in words(wanted) if len(word) > _SINGLE} or set(pairs(wanted))
    return re.compile("|".join(map(re.escape, sorted(asked, key=len, reverse=True)))) if asked else None


def _cut(text: str) -> str:
    return text if len(text) <= LENGTH else text[:LENGTH] + "……"


def _parted(text: str, pattern: "re.Pattern[str]") -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for match in pattern.finditer(fold_signs(text)):
        if match.start() > at:
            parts.append((text[at : match.start()], False))
        parts.append((text[match.start() : match.end()], True))
        at = match.end()
    if at < len(text):
        parts.append((text[at:], False))
    return tuple(parts)

"""Sentences of a Chinese text, and whether words stand in it word for word."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pufa.review.drafts import Draft

ENDS: Final = frozenset("。！？!?…")
PAIRS: Final = {"《": "》", "“": "”", "（": "）", "(": ")", "「": "」", "〈": "〉"}
GOES_ON: Final = frozenset("，,、；;：:的地得了")
_STEP: Final = re.compile(r"^\d{1,2}\.\s+")


def split(text: str) -> list[str]:
    """The sentences of a text, each with its closing signs; never cut inside 《》, quotation marks or brackets.

    A quotation that ends a sentence ends it: 他说：“停一停。”再问。 is two sentences, “停一停。”的道理 is not cut.
    """
    found: list[str] = []
    for line in text.splitlines():
        found += _split_line(line.strip())
    return found


def _split_line(line: str) -> Iterator[str]:
    waiting: list[str] = []
    begin = 0
    for place, sign in enumerate(line):
        if sign in PAIRS:
            waiting.append(PAIRS[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
        following = line[place + 1 : place + 2]
        ends_quotation = sign in "”」" and place > 0 and line[place - 1] in ENDS and following not in GOES_ON
        ends = (sign in ENDS or ends_quotation) and not waiting and following not in ENDS and following not in "”」）)"
        if ends or not following:
            sentence = line[begin : place + 1].strip()
            begin = place + 1
            if sentence:
                yield sentence


def bare(sentence: str) -> str:
    """The words of a sentence by which it is compared: without the number of a step and the sign at its end."""
    words = _STEP.sub("", " ".join(sentence.split()))
    return words.rstrip("。！？!?… ") if len(words) > 1 else words


def of_draft(draft: Draft) -> set[str]:
    """Every sentence an approved text holds, title, standfirst and whole paragraphs included, as `bare` gives them."""
    known: set[str] = set()
    for _number, text in draft.texts():
        known.add(bare(text))
        known.update(bare(one) for one in split(text))
    return known - {""}


def foreign(draft: Draft, texts: Iterable[str], words: Iterable[str] = ()) -> str:
    """The first sentence, or single word, that does not stand word for word in the approved text; empty if all do."""
    known = of_draft(draft)
    for text in texts:
        for sentence in split(text):
            if bare(sentence) not in known:
                return sentence
    return next((word for word in words if word not in draft.keywords), "")

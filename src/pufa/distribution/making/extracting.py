"""Chooses the sentences of a text that carry it: by rule, the same every time, each whole."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pufa.distribution.making import sentences
from pufa.review.drafts import Draft
from pufa.statutes import citations

SHORTEST: Final = 8  # shorter ones are calls and labels
BEST: Final = range(12, 46)
TOO_LONG: Final = 80
# What begins so speaks of something said before and does not stand alone.
LEANING: Final = tuple(
    "该 其 这 那 此 前款 前述 上述 但 因此 所以 因为 此外 另外 同时 而 并且 也 还 他 她 它 对此 例如 比如 否则 于是 "
    "不过 然后 接着 一是 二是 三是 其中 再".split()
)
ADVICE: Final = re.compile(r"不要|别|应当|可以|有权|不得|先|记得|拨打|举报|保留")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could stand alone, where it stands, and how much it carries."""

    text: str
    paragraph: int
    place: int
    weight: float


def candidates(draft: Draft) -> list[Candidate]:
    """The sentences that can stand alone, in the order of the text."""
    found = []
    for number, paragraph in enumerate(draft.paragraphs):
        for place, sentence in enumerate(sentences.split(paragraph)):
            if stands_alone(sentence):
                found.append(Candidate(sentence, number, place, _weight(draft, sentence, number, place)))
    return found


def stands_alone(sentence: str) -> bool:
    """Whether a sentence can be read without what stands before it, its citations included."""
    words = sentence.strip()
    if len(words) < SHORTEST or words[-1] not in "。！？!?”」" or words.startswith(LEANING):
        return False
    if words[0].isdigit() and re.match(r"\d{1,2}\.\s", words):
        return False  # one step of several
    return all(mention.name for mention in citations.find(words))


def pick(draft: Draft, *, most: int, count: int) -> list[str]:
    """Up to `count` sentences of together at most `most` characters, the weightiest, in the order of the text."""
    chosen: list[Candidate] = []
    left = most
    ranked = sorted(candidates(draft), key=lambda one: (-one.weight, one.paragraph, one.place))
    for one in ranked:
        if len(chosen) < count and len(one.text) <= left and one.text not in {known.text for known in chosen}:
            chosen.append(one)
            left -= len(one.text)
    return [one.text for one in sorted(chosen, key=lambda one: (one.paragraph, one.place))]


def headlines(draft: Draft, *, most: int, count: int = 4) -> list[str]:
    """Other headlines from the text's own words: standfirst, headings, short sentences; without the title itself."""
    heads = [line for line in draft.paragraphs if line and line[-1] not in "。！？!?：:”」" and "\n" not in line]
    short = [one.text for one in sorted(candidates(draft), key=lambda one: -one.weight)]
    found: list[str] = []
    for text in [*sentences.split(draft.standfirst), *heads, *short]:
        words = sentences.bare(text)
        is_head = SHORTEST - 2 <= len(words) <= most and words not in {*found, sentences.bare(draft.title)}
        if is_head and not words.startswith(LEANING) and not re.match(r"\d", words):
            found.append(words)
    return found[:count]


def _weight(draft: Draft, sentence: str, paragraph: int, place: int) -> float:
    title = _pairs(draft.title) | _pairs(draft.standfirst)
    shared = len(title & _pairs(sentence)) / max(1, len(title))
    weight = 6 * shared + (1.0 if place == 0 else 0.0) + (0.5 if paragraph == 0 else 0.0)
    weight += 1.0 if any(mention.name for mention in citations.find(sentence)) else 0.0
    weight += 0.8 if ADVICE.search(sentence) else 0.0
    weight += 0.4 * sum(1 for word in draft.keywords if word in sentence)
    if len(sentence) in BEST:
        return weight + 0.5
    return weight - (1.0 if len(sentence) > TOO_LONG else 0.0)


def _pairs(text: str) -> set[str]:
    signs = [sign for sign in text if sign.isalnum()]
    return {first + second for first, second in pairwise(signs)}

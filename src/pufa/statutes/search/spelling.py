"""What somebody may have meant who typed letters, a character that sounds like another, or a law's name not quite."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final

from pufa.statutes.models import Law
from pufa.statutes.search import colloquial, filling, index, readings
from pufa.statutes.search.words import essence, pairs, tidy, words

LEAST_LETTERS: Final = 4
LEAST_NAME: Final = 4  # characters of a name before one of them may be wrong
LEAST_LONG_NAME: Final = 6  # before one may be missing
LONGEST_WORD: Final = 6
LONGEST_CHECKED: Final = 16  # characters; in long sentences loose characters stand side by side without being wrong
LEAST_OF_PAIR: Final = 20  # articles that use a word of two characters before it is offered for another
MOST_SUGGESTIONS: Final = 5
_LETTERS = re.compile(r"[A-Za-z]+(?:[' ]+[A-Za-z]+)*")
_HAN = re.compile(r"[㐀-䶿一-鿿]+")


@dataclass(frozen=True, slots=True)
class Language:
    """What the library knows: names of laws with their sounds, words by their sound, pairs of characters."""

    names: dict[str, list[str]]
    words: readings.Words
    is_known: Callable[[str], bool]


def did_you_mean(question: str) -> str | None:
    """The question as it was probably meant, None when nothing looks mistaken. Raises IndexBusyError."""
    asked = tidy(question)
    better = corrected(asked, _language()) if asked else asked
    return better if better != asked else None


def suggestions(question: str) -> tuple[str, ...]:
    """What else to search for when nothing was found, at most five: as meant, laws named alike, words of the law.

    Raises IndexBusyError.
    """
    asked, language = tidy(question), _language()
    if not asked:
        return ()
    better = corrected(asked, language)
    meant = colloquial.meant_by(better)
    known = dict(one for alike in language.words.values() for one in alike)
    cut = sorted((word for word in words(essence(better)) if word in known and len(word) > 1), key=known.__getitem__)
    alike = [name for name in language.names if len(name) >= LEAST_NAME and set(pairs(name)) & set(pairs(better))]
    offered = [*([better] if better != asked else []), *meant.terms[:2], *cut, *sorted(alike, key=len), *meant.laws]
    return tuple(dict.fromkeys(one for one in offered if one != asked))[:MOST_SUGGESTIONS]


def corrected(asked: str, language: Language) -> str:
    """The question with letters, names of laws and words put right."""
    spelled = _LETTERS.sub(lambda run: _spelled(run[0], language) or run[0], asked)
    return _with_words(_with_names(spelled, language), language)


def _language() -> Language:
    opened = index.open_index(filling.ensure())
    searcher = opened.index.searcher()

    def is_known(pair: str) -> bool:
        return any(searcher.doc_freq(f"{field}_pairs", pair) for field in ("text", "place"))

    rows = Law.objects.values_list("short_name", "abbreviations")
    names = tuple(dict.fromkeys(name for short, others in rows for name in (short, *others)))
    return Language(_sounds_of(names), _words(opened.folder), is_known)


@lru_cache(maxsize=1)
def _sounds_of(names: tuple[str, ...]) -> dict[str, list[str]]:
    return {name: readings.sounds(name) for name in names}


@lru_cache(maxsize=1)
def _words(folder: Path) -> readings.Words:
    return json.loads((folder / "sounds.json").read_text(encoding="utf-8"))


def _spelled(letters: str, language: Language) -> str | None:
    """The words that these letters spell, as few as possible and the usual ones; None when there are none."""
    sound = readings.fold(re.sub("[^A-Za-z]", "", letters))
    if len(sound) < LEAST_LETTERS:
        return None
    best: list[tuple[int, int, str] | None] = [(0, 0, "")] + [None] * len(sound)
    for end in range(1, len(sound) + 1):
        for start in range(end):
            before, alike = best[start], language.words.get(sound[start:end])
            if before is None or alike is None:
                continue
            word, count = alike[0]
            found = (before[0] + 1, before[1] - count, before[2] + word)
            best[end] = min(best[end] or found, found)
    spelled = best[-1]
    return spelled[2] if spelled else None


def _with_names(asked: str, language: Language) -> str:
    """Names of laws that are nearly right become right."""
    heard, ends = readings.sounds(asked), {0, *accumulate(map(len, _cut(asked)))}
    named = [name for name in language.names if name in asked]
    known = [(match.start(), match.end()) for name in named for match in re.finditer(re.escape(name), asked)]
    found: list[tuple[int, int, str]] = []
    for name, sound in language.names.items():
        if len(name) < LEAST_NAME or sound[-1] not in heard:
            continue
        for start, end in _windows(heard, sound):
            if not {start, end} <= ends:
                continue
            inside = any(start < right and left < end for left, right in known)
            if not inside and _is_near(asked[start:end], name, is_heard=heard[start:end] == sound):
                found.append((start, end, name))
    for start, end, name in sorted(found, key=lambda one: -len(one[2]))[:1]:
        return asked[:start] + name + asked[end:]
    return asked


def _windows(heard: list[str], sound: list[str]) -> Iterator[tuple[int, int]]:
    """Where a name may stand: as long as it or one more or less, ending in the same sound."""
    for end in range(1, len(heard) + 1):
        if heard[end - 1] == sound[-1]:
            for length in (len(sound), len(sound) - 1, len(sound) + 1):
                if length <= end:
                    yield end - length, end


def _is_near(written: str, name: str, *, is_heard: bool) -> bool:
    """Whether one character is another, too much, missing, or two have changed places; or all sounds are the same."""
    if written == name or not _HAN.fullmatch(written):
        return False
    if is_heard:
        return True
    if len(written) != len(name) and (written[-1] != name[-1] or len(name) < LEAST_LONG_NAME):
        return False
    start = next((at for at, (one, other) in enumerate(zip(written, name, strict=False)) if one != other), None)
    if start is None:
        return abs(len(written) - len(name)) == 1
    if written[start + 2 :] == name[start + 2 :] and sorted(written) == sorted(name):
        return True
    return name[start + (len(name) >= len(written)) :] == written[start + (len(written) >= len(name)) :]


def _with_words(asked: str, language: Language) -> str:
    """Characters side by side that belong to no word become the word that sounds the same; in short questions only."""
    if len(asked) > LONGEST_CHECKED:
        return asked
    loose = [len(word) == 1 for word in _cut(asked) for _ in word]
    for length in range(LONGEST_WORD, 1, -1):
        for start in range(len(asked) - length + 1):
            written = asked[start : start + length]
            if all(loose[start : start + length]) and not any(map(language.is_known, pairs(written))):
                better = _sounds_like(written, language)
                if better is not None:
                    return asked[:start] + better + _with_words(asked[start + length :], language)
    return asked


def _cut(text: str) -> list[str]:
    """The words of a text that the dictionary knows, and what stands between them by single characters."""
    import rjieba  # loaded when first needed: it is large

    return rjieba.cut(text, hmm=False)


def _sounds_like(written: str, language: Language) -> str | None:
    if not _HAN.fullmatch(written):
        return None
    for word, count in language.words.get("".join(readings.sounds(written)), ()):
        same = sum(one == other for one, other in zip(written, word, strict=False))
        is_usual = len(word) > 2 or count >= LEAST_OF_PAIR
        if word != written and len(word) == len(written) and is_usual and 2 * same >= len(word):
            return word
    return None

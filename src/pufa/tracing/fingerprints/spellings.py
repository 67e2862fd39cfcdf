"""Readings written in letters: annotations of characters are taken out, those in place of characters stay."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints.results import Disguise, DisguiseKind
from pufa.tracing.fingerprints.tables import BOPOMOFO, is_han, tables

# Loose annotations count as such only where they are a habit of the page: 事shi is 事实 elsewhere.
_FEWEST_LOOSE: Final = 4
_LOOSE_SHARE: Final = 0.6
_FEWEST_IN_PLACE: Final = 6
_LONGEST_WORD: Final = 60
_EXAMPLES: Final = 400
_ENCLOSED: Final = re.compile(r"[^\w\s]")


@dataclass(slots=True)
class _Run:
    """Letters side by side: signs ``start`` up to ``end`` (``upto`` with its tone number)."""

    start: int
    end: int
    upto: int
    word: str
    owner: int = -1
    is_enclosed: bool = False
    is_loose: bool = False


def take_out(
    text: str, codes: NDArray[np.uint32], signs: NDArray[np.uint32], places: NDArray[np.int32]
) -> tuple[NDArray[np.uint32], NDArray[np.int32], list[Disguise]]:
    """Signs and places without annotations, and the disguises found.

    A reading in brackets goes wherever it is one of the character before it; one without brackets only where most of
    the page's letters are such. A tone number goes with its reading.
    """
    seen: list[Disguise] = []
    if bool(((signs >= BOPOMOFO.start) & (signs < BOPOMOFO.stop)).any()):
        signs, places, count = _from_bopomofo(signs, places)
        seen.append(Disguise(DisguiseKind.BOPOMOFO, count))
    ranks = np.cumsum(tables().visible[codes], dtype=np.int64)[places]
    runs = list(_runs(signs, ranks))
    _find_owners(text, signs, places, runs)
    enclosed = [run for run in runs if run.owner >= 0 and run.is_enclosed]
    others = [run for run in runs if not (run.owner >= 0 and run.is_enclosed)]
    loose = [run for run in others if run.is_loose]
    if len(loose) < max(_FEWEST_LOOSE, _LOOSE_SHARE * len(others)):
        loose = []
    gone = np.zeros(len(signs), np.bool_)
    for run in (*enclosed, *loose):
        gone[run.start : run.upto] = True
    in_place = 0
    for run in others:
        if run not in loose and is_spelling(run.word):
            gone[run.end : run.upto] = True
            in_place += _touches_han(signs, run)
    seen += _told(text, places, enclosed, DisguiseKind.BRACKETED_READINGS)
    seen += _told(text, places, loose, DisguiseKind.UNBRACKETED_READINGS)
    if in_place >= max(_FEWEST_IN_PLACE, _LOOSE_SHARE * (len(others) - len(loose))):
        seen.append(Disguise(DisguiseKind.READINGS_IN_PLACE, in_place))
    return signs[~gone], places[~gone], seen


@lru_cache(maxsize=65536)
def is_spelling(word: str) -> bool:
    """Whether letters can be read as one or several syllables."""
    return len(word) <= _LONGEST_WORD and _syllables().fullmatch(word) is not None


@cache
def _syllables() -> re.Pattern[str]:
    longest_first = sorted(tables().syllables, key=len, reverse=True)
    return re.compile("(?:" + "|".join(longest_first) + ")+")


def _runs(signs: NDArray[np.uint32], ranks: NDArray[np.int64]) -> Iterator[_Run]:
    """Letters that stand side by side (signs nobody sees do not part them), with a tone number right after."""
    is_latin = (signs >= 97) & (signs <= 122)
    joined = np.zeros(len(signs), np.bool_)
    joined[1:] = is_latin[1:] & is_latin[:-1] & (np.diff(ranks) == 1)
    starts = np.flatnonzero(is_latin & ~joined)
    ends = np.flatnonzero(is_latin & ~np.append(joined[1:], False)) + 1
    letters = np.where(signs == 118, 117, signs).astype(np.uint8).tobytes()
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        upto = end
        if end < len(signs) and 48 <= signs[end] <= 53 and ranks[end] - ranks[end - 1] == 1:
            follows = end + 1 < len(signs) and 48 <= signs[end + 1] <= 57 and ranks[end + 1] - ranks[end] == 1
            upto = end if follows else end + 1
        yield _Run(start, end, upto, letters[start:end].decode("ascii"))


def _find_owners(text: str, signs: NDArray[np.uint32], places: NDArray[np.int32], runs: list[_Run]) -> None:
    """Notes with each run the sign it annotates, if it does."""
    readings = tables().readings
    begin, owner = 0, -1
    for run in runs:
        if run.start > begin:
            owner = run.start - 1
        begin = run.upto
        before = int(signs[owner]) if owner >= 0 else 0
        fits = run.word in readings.get(before, ()) or _is_word_before(signs, owner, run.word)
        if fits:
            run.owner = owner
            run.is_enclosed = _is_enclosed(text, places, run)
            run.is_loose = True
            if not run.is_enclosed:
                begin = run.start if run.upto == run.end else begin
        elif run.upto < len(signs) and run.word in readings.get(int(signs[run.upto]), ()):
            run.is_loose = True


def _is_word_before(signs: NDArray[np.uint32], owner: int, word: str) -> bool:
    """Whether letters are the reading of the last few characters together: 普法(pufa)."""
    if owner < 1 or len(word) < 3:
        return False
    table = tables()
    left, place = word, owner
    while left and place >= 0:
        size = int(table.length[signs[place]])
        usual = table.letters[signs[place], :size].tobytes().decode("ascii")
        if not size or not left.endswith(usual) or not is_han(int(signs[place])):
            return False
        left, place = left[: len(left) - size], place - 1
    return not left


def _is_enclosed(text: str, places: NDArray[np.int32], run: _Run) -> bool:
    """Whether some mark stands between character and reading, and one after it."""
    before = text[int(places[run.owner]) + 1 : int(places[run.start])]
    end = int(places[run.upto - 1]) + 1
    return bool(_ENCLOSED.search(before)) and bool(_ENCLOSED.match(text[end : end + 8].lstrip()))


def _touches_han(signs: NDArray[np.uint32], run: _Run) -> bool:
    before = run.start > 0 and is_han(int(signs[run.start - 1]))
    return before or (run.upto < len(signs) and is_han(int(signs[run.upto])))


def _told(text: str, places: NDArray[np.int32], runs: list[_Run], kind: DisguiseKind) -> list[Disguise]:
    if not runs:
        return []
    written = Counter(
        f"{text[places[run.owner]]}({text[places[run.start] : places[run.upto - 1] + 1]})"
        for run in runs
        if run.owner >= 0
    )
    return [Disguise(kind, len(runs), tuple(written.most_common(_EXAMPLES)))]


@cache
def _bopomofo() -> tuple[re.Pattern[str], dict[str, str]]:
    from pypinyin import Style
    from pypinyin.style import convert

    known = {convert(one, Style.BOPOMOFO, strict=False).strip("˙"): one for one in sorted(tables().syllables)}
    known |= {"ㄌㄩ": "lu", "ㄋㄩ": "nu", "ㄌㄩㄝ": "lue", "ㄋㄩㄝ": "nue"}
    usable = {written: one for written, one in known.items() if written and ord(written[0]) in BOPOMOFO}
    return re.compile("|".join(sorted(usable, key=len, reverse=True))), usable


def _from_bopomofo(
    signs: NDArray[np.uint32], places: NDArray[np.int32]
) -> tuple[NDArray[np.uint32], NDArray[np.int32], int]:
    """Bopomofo syllables written in letters; each letter stands where its syllable's signs stand."""
    pattern, known = _bopomofo()
    text = signs.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    new_signs: list[NDArray[np.uint32]] = []
    new_places: list[NDArray[np.int32]] = []
    position = count = 0
    for found in pattern.finditer(text):
        word = np.frombuffer(known[found.group()].encode("ascii"), np.uint8).astype(np.uint32)
        at = np.linspace(found.start(), found.end() - 1, len(word)).astype(np.int64)
        new_signs += [signs[position : found.start()], word]
        new_places += [places[position : found.start()], places[at]]
        position, count = found.end(), count + 1
    new_signs.append(signs[position:])
    new_places.append(places[position:])
    return np.concatenate(new_signs), np.concatenate(new_places), count

"""Compares two texts as they sound: which passages they share, how much of either that is, and what it proves."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints import aligning, disguising, formulas
from pufa.tracing.fingerprints.aligning import Aligned
from pufa.tracing.fingerprints.folding import Folded, fold
from pufa.tracing.fingerprints.results import MATCH, Comparison, Direction, Passage

# All in letters; measured on 31 disguises (docs/performance.md). A stretch must be longer than this to tell anything.
_CHANCE: Final = 8
# So many telling letters within a window of one long paragraph make a copied passage, if little else stands in it.
# Texts of one kind, such as the regulations of two cities, share many short stretches with other words between.
_WINDOW: Final = 600
_DENSE: Final = 200
_PURITY: Final = 4
# Some 125 characters in one order are copied whatever they say, though signs may be put in or missing between; of a
# quotation in them no more than this many times what stands around it counts: whoever quotes the same article copies
# it from the law.
_VERBATIM: Final = 365
_LOOSE: Final = 2
_QUOTATION: Final = 5
# Or this share of the shorter text, if it is not very short.
_SHARE: Final = 0.25
_ENOUGH: Final = 120
# Or this share of it whatever it says, if it is not short.
_HALF: Final = 0.55
# What many originals share (templates: notices with other names in them) proves little, unless nearly all is there.
_RARE: Final = 0.8
_RARITY: Final = 3
# What counts whatever it says counts less only if more than four originals hold it.
_FEW: Final = 0.5
_ALL: Final = 0.95
# Passages with fewer letters are not shown.
_SHORTEST: Final = 30
# From this share on a text counts as taken whole, and as much of it.
_WHOLE: Final = 0.75
_MOST: Final = 0.6
_MUCH: Final = 0.3


def compare(original: str | Folded, page: str | Folded, *, rarity: float = 1.0) -> Comparison:
    """How much of the original the page holds, where, and what was done to it.

    ``rarity``: how few other originals hold what is shared, from 1 (none) towards 0; the index tells.
    """
    ours = original if isinstance(original, Folded) else fold(original)
    theirs = page if isinstance(page, Folded) else fold(page)
    found = aligning.align(ours.letters, theirs.letters)
    if not len(found.passages):
        return Comparison(0.0, Direction.NONE)
    shared = _marked(found, len(ours.letters))
    in_original = float(np.count_nonzero(shared)) / len(ours.letters)
    in_page = float(found.runs[:, 2].sum()) / len(theirs.letters)
    score = 1 - 0.5 ** _proof(ours, theirs, found, shared, rarity)
    passages = tuple(_passage(ours, theirs, row) for row in found.passages.tolist() if row[1] - row[0] >= _SHORTEST)
    direction = _direction(in_original, in_page)
    seen = disguising.disguises(ours, theirs, found) if score >= MATCH else ()
    return Comparison(round(score, 4), direction, in_original, in_page, passages, seen)


def without(page: Folded, passages: Iterable[Passage]) -> Folded:
    """The page with letters that match nothing where these passages stand."""
    letters = page.letters.copy()
    letters[page.within((one.page_start, one.page_end) for one in passages)] = 0
    return replace(page, letters=letters)


def _proof(ours: Folded, theirs: Folded, found: Aligned, shared: NDArray[np.bool_], rarity: float) -> float:
    """How much is proved, in multiples of what makes a match: by what is said, or by how much is said alike."""
    known = 1.0 if np.count_nonzero(shared) >= _ALL * len(shared) else min(1.0, rarity / _RARE) ** _RARITY
    shorter = max(1, min(len(ours.letters), len(theirs.letters)))
    return max(
        _telling(ours, found, shared, shorter, known), _alike(ours, found, shared, shorter) * min(1.0, rarity / _FEW)
    )


def _telling(ours: Folded, found: Aligned, shared: NDArray[np.bool_], shorter: int, known: float) -> float:
    """What is proved by words that are no set phrases and no quotations."""
    telling = formulas.telling(ours, shared)
    weights = np.maximum(0, _within(found, telling) - _CHANCE)
    dense = _densest(found, weights, weights, np.zeros(len(weights), np.int64), _PURITY) * known
    # What stands once in the original counts once, however often the page repeats it.
    told = float(min(weights.sum(), np.count_nonzero(telling))) * known
    return max(dense / _DENSE, told / shorter / _SHARE * min(1.0, told / _ENOUGH))


def _alike(ours: Folded, found: Aligned, shared: NDArray[np.bool_], shorter: int) -> float:
    """What is proved by letters in the same order, whatever they say."""
    lengths, passage = found.runs[:, 2], found.runs[:, 3]
    # Whoever has nearly all of a text has it from us, though most of it be quoted.
    own = ~formulas.quoted(ours) | (np.count_nonzero(shared) >= _ALL * len(shared))
    limits = _QUOTATION * _within(found, own)
    verbatim = _densest(found, lengths, limits, np.searchsorted(passage, passage), _LOOSE)
    alike = float(min(lengths.sum(), np.count_nonzero(shared), _QUOTATION * np.count_nonzero(shared & own)))
    return max(verbatim / _VERBATIM, alike / shorter / _HALF * min(1.0, alike / _VERBATIM))


def _within(found: Aligned, marks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of the marked letters of the original stand in each run."""
    summed = np.append(0, np.cumsum(marks))
    return summed[found.runs[:, 0] + found.runs[:, 2]] - summed[found.runs[:, 0]]


def _densest(
    found: Aligned, weights: NDArray[np.int64], limits: NDArray[np.int64], earliest: NDArray[np.int64], power: int
) -> float:
    """The most weight within one window of the page, less where other letters stand between.

    A window begins and ends with a run; by its last run, `earliest` is the first it may begin with. Its weight counts
    up to the sum of its `limits`, and is less by the `power` of what part of it is alike.
    """
    starts, lengths = found.runs[:, 1], found.runs[:, 2]
    ends, here = starts + lengths, np.arange(len(starts))
    first = np.clip(np.searchsorted(starts, ends - _WINDOW), earliest, here)
    told, most, alike = (np.append(0, np.cumsum(one)) for one in (weights, limits, lengths))
    best = 0.0
    while len(here):
        begin = first[here]
        weight = np.minimum(np.minimum(told[here + 1] - told[begin], most[here + 1] - most[begin]), _WINDOW)
        purity = (alike[here + 1] - alike[begin]) / (ends[here] - starts[begin])
        best = max(best, float((weight * purity**power).max()))
        # A shorter window may be purer; where not even all of the weight would be more, none is.
        first[here] += 1
        here = here[(first[here] <= here) & (weight > best)]
    return best


def _marked(found: Aligned, size: int) -> NDArray[np.bool_]:
    """Which letters of the original are found again."""
    marks = np.zeros(size + 1, np.int64)
    np.add.at(marks, found.runs[:, 0], 1)
    np.add.at(marks, found.runs[:, 0] + found.runs[:, 2], -1)
    return np.cumsum(marks[:-1]) > 0


def _direction(in_original: float, in_page: float) -> Direction:
    if in_page >= _WHOLE:
        return Direction.SAME if in_original >= _MOST else Direction.PARTIAL
    if in_original >= _MOST:
        return Direction.CONTAINS
    return Direction.SPLICED if in_original >= _MUCH else Direction.EXCERPT


def _passage(ours: Folded, theirs: Folded, row: list[int]) -> Passage:
    mine = ours.letter_places[row[0] : row[1]]
    other = theirs.letter_places[row[2] : row[3]]
    return Passage(int(mine.min()), int(mine.max()) + 1, int(other.min()), int(other.max()) + 1)

"""Compares two texts as they sound: which passages they share, how much of either that is, and what it proves."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints import aligning, formulas
from pufa.tracing.fingerprints.aligning import Aligned
from pufa.tracing.fingerprints.folding import Folded, fold
from pufa.tracing.fingerprints.results import Comparison, Direction, Disguise, Passage

# All in letters; measured on 31 disguises (docs/performance.md). A stretch must be longer than this to tell anything.
_CHANCE: Final = 8
# So many telling letters within a window of one long paragraph make a copied passage.
_WINDOW: Final = 600
_DENSE: Final = 185
# Or this share of the shorter text, if it is not very short.
_SHARE: Final = 0.25
_ENOUGH: Final = 120
# A passage known from many originals (templates) proves little.
_RARE: Final = 0.8
# Passages with fewer letters are not shown.
_SHORTEST: Final = 30
# From this share on a text counts as taken whole, and as much of it.
_WHOLE: Final = 0.75
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
    return Comparison(
        round(score, 4), direction, in_original, in_page, passages, _new(ours.disguises, theirs.disguises)
    )


def _proof(ours: Folded, theirs: Folded, found: Aligned, shared: NDArray[np.bool_], rarity: float) -> float:
    """How much is proved, in multiples of what makes a match."""
    telling = formulas.telling(ours, shared)
    summed = np.append(0, np.cumsum(telling))
    starts, lengths = found.runs[:, 0], found.runs[:, 2]
    weights = np.maximum(0, summed[starts + lengths] - summed[starts] - _CHANCE)
    told = float(weights.sum())
    share = told / max(1, min(len(ours.letters), len(theirs.letters)))
    if share < _WHOLE:
        told *= min(1.0, rarity / _RARE) ** 2
        share *= min(1.0, rarity / _RARE) ** 2
        weights = weights * min(1.0, rarity / _RARE) ** 2
    return max(_densest(found, weights) / _DENSE, share / _SHARE * min(1.0, told / _ENOUGH))


def _densest(found: Aligned, weights: NDArray[np.float64]) -> float:
    """The most telling letters within one window of the page (by runs that begin in it)."""
    starts = found.runs[:, 1]
    ends = starts + found.runs[:, 2]
    summed = np.append(0.0, np.cumsum(weights))
    first = np.searchsorted(starts, ends - _WINDOW)
    inside = summed[1:] - summed[np.minimum(first, np.arange(len(starts)))]
    return float(min(inside.max(), _WINDOW))


def _marked(found: Aligned, size: int) -> NDArray[np.bool_]:
    """Which letters of the original are found again."""
    marks = np.zeros(size + 1, np.int64)
    np.add.at(marks, found.runs[:, 0], 1)
    np.add.at(marks, found.runs[:, 0] + found.runs[:, 2], -1)
    return np.cumsum(marks[:-1]) > 0


def _direction(in_original: float, in_page: float) -> Direction:
    if in_page >= _WHOLE:
        return Direction.SAME if in_original >= _WHOLE else Direction.PARTIAL
    if in_original >= _WHOLE:
        return Direction.CONTAINS
    return Direction.SPLICED if in_original >= _MUCH else Direction.EXCERPT


def _passage(ours: Folded, theirs: Folded, row: list[int]) -> Passage:
    mine = ours.letter_places[row[0] : row[1]]
    other = theirs.letter_places[row[2] : row[3]]
    return Passage(int(mine.min()), int(mine.max()) + 1, int(other.min()), int(other.max()) + 1)


def _new(ours: tuple[Disguise, ...], theirs: tuple[Disguise, ...]) -> tuple[Disguise, ...]:
    had = {one.kind: one.count for one in ours}
    return tuple(one for one in theirs if one.count > 2 * had.get(one.kind, 0))

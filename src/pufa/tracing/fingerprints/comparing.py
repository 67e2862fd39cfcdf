"""Compares two texts as they sound: which passages they share, how much of either that is, and what it proves."""

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
_DENSE: Final = 145
_PURITY: Final = 4
# Or this share of the shorter text, if it is not very short.
_SHARE: Final = 0.25
_ENOUGH: Final = 120
# What many originals share (templates: notices with other names in them) proves little, unless nearly all is there.
_RARE: Final = 0.8
_RARITY: Final = 3
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


def _proof(ours: Folded, theirs: Folded, found: Aligned, shared: NDArray[np.bool_], rarity: float) -> float:
    """How much is proved, in multiples of what makes a match."""
    telling = formulas.telling(ours, shared)
    summed = np.append(0, np.cumsum(telling))
    starts, lengths = found.runs[:, 0], found.runs[:, 2]
    weights = np.maximum(0, summed[starts + lengths] - summed[starts] - _CHANCE)
    told = float(weights.sum())
    share = told / max(1, min(len(ours.letters), len(theirs.letters)))
    is_all = np.count_nonzero(shared) >= _ALL * len(shared)
    known = 1.0 if is_all else min(1.0, rarity / _RARE) ** _RARITY
    dense = _densest(found, weights) * known
    return max(dense / _DENSE, share * known / _SHARE * min(1.0, told * known / _ENOUGH))


def _densest(found: Aligned, weights: NDArray[np.int64]) -> float:
    """The most telling letters within one window of the page, less where other letters stand between."""
    starts, lengths = found.runs[:, 1], found.runs[:, 2]
    ends = starts + lengths
    first = np.minimum(np.searchsorted(starts, ends - _WINDOW), np.arange(len(starts)))
    told, alike = np.append(0, np.cumsum(weights)), np.append(0, np.cumsum(lengths))
    purity = (alike[1:] - alike[first]) / (ends - starts[first])
    return float((np.minimum(told[1:] - told[first], _WINDOW) * purity**_PURITY).max())


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

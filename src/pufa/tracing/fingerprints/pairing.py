"""Sign by sign: what of the original stands where on the page, and what differs in between."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints.aligning import Aligned
from pufa.tracing.fingerprints.folding import Folded
from pufa.tracing.fingerprints.tables import is_han

_LETTERS: Final = (97, 122)
# Passages with fewer signs, or fewer of them alike, are resemblances: what differs there is no alteration.
_FEWEST: Final = 25
_ALIKE: Final = 0.7
# Differences with fewer signs alike between them are one.
_NEAR: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Signs that sound alike in both texts, by passage: numbers into ``signs`` of either."""

    ours: NDArray[np.int64]
    theirs: NDArray[np.int64]
    passage: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hunk:
    """Signs of the original that stand against those of the page: numbers of the first and past the last of either."""

    ours: tuple[int, int]
    theirs: tuple[int, int]


def pairs(ours: Folded, theirs: Folded, found: Aligned) -> Pairs:
    """Every sign of the page with the sign of the original it sounds like."""
    lengths = found.runs[:, 2]
    ends = np.cumsum(lengths)
    within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    mine = ours.owners[np.repeat(found.runs[:, 0], lengths) + within].astype(np.int64)
    other = theirs.owners[np.repeat(found.runs[:, 1], lengths) + within].astype(np.int64)
    passage = np.repeat(found.runs[:, 3], lengths)
    new = np.append(True, (np.diff(mine) != 0) | (np.diff(other) != 0)) if len(mine) else np.zeros(0, np.bool_)
    return Pairs(mine[new], other[new], passage[new])


def read_in_place(ours: Folded, theirs: Folded, paired: Pairs) -> NDArray[np.int64]:
    """Characters of the original that the page writes in letters."""
    codes, others = ours.signs[paired.ours], theirs.signs[paired.theirs]
    written = (others >= _LETTERS[0]) & (others <= _LETTERS[1]) & (codes > 0x3000)
    return np.unique(paired.ours[written])


def homophones(ours: Folded, theirs: Folded, paired: Pairs) -> list[tuple[int, int]]:
    """Characters of the original for which the page has another of the same sound: pairs of sign numbers."""
    codes, others = ours.signs[paired.ours], theirs.signs[paired.theirs]
    odd = np.flatnonzero((codes != others) & (codes > 0x3000) & (others > 0x3000))
    return [
        (int(paired.ours[at]), int(paired.theirs[at]))
        for at in odd.tolist()
        if is_han(int(codes[at])) and is_han(int(others[at]))
    ]


def certain(ours: Folded, theirs: Folded, paired: Pairs) -> Pairs:
    """The pairs that are the same sign (or its reading in letters), in passages that are nearly the same."""
    codes, others = ours.signs[paired.ours], theirs.signs[paired.theirs]
    in_letters = (others >= _LETTERS[0]) & (others <= _LETTERS[1]) & (codes > 0x3000)
    same = (codes == others) | in_letters
    mine, other, passage = paired.ours[same], paired.theirs[same], paired.passage[same]
    close = _close(other, passage)
    return Pairs(mine[close], other[close], passage[close])


def hunks(sure: Pairs) -> list[Hunk]:
    """What differs inside passages: stretches between certain pairs."""
    mine, other, passage = sure.ours, sure.theirs, sure.passage
    step, beside = np.diff(mine), np.diff(other)
    at = np.flatnonzero(((step > 1) | (beside > 1)) & (step >= 0) & (beside >= 0) & (np.diff(passage) == 0))
    made: list[Hunk] = []
    for one in at.tolist():
        start, other_start = int(mine[one]) + 1, int(other[one]) + 1
        end, other_end = max(start, int(mine[one + 1])), max(other_start, int(other[one + 1]))
        last = made[-1] if made else None
        if last and 0 <= start - last.ours[1] < _NEAR and 0 <= other_start - last.theirs[1] < 2 * _NEAR:
            made[-1] = Hunk((last.ours[0], end), (last.theirs[0], other_end))
        else:
            made.append(Hunk((start, end), (other_start, other_end)))
    return made


def _close(theirs: NDArray[np.int64], passage: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which signs lie in passages that are nearly the same."""
    if not len(theirs):
        return np.zeros(0, np.bool_)
    starts = np.flatnonzero(np.append(True, np.diff(passage) != 0))
    sizes = np.diff(np.append(starts, len(theirs)))
    span = theirs[starts + sizes - 1] - theirs[starts] + 1
    return np.repeat((sizes >= _FEWEST) & (sizes >= _ALIKE * span), sizes)

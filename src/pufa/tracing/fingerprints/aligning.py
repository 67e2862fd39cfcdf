"""Finds the passages two rows of letters share, in whatever order, with holes and strange signs between."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints import grams

Numbers = NDArray[np.int64]
# Letters: how far a passage may wander, how large a hole it may have, the shortest stretch that counts as shared.
DRIFT: Final = 40
HOLE: Final = 90
RUN: Final = 6
# Seeds a chain needs to be more than chance.
FEWEST_SEEDS: Final = 3
_NONE: Final = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """What two texts share, counted in letters.

    ``runs``: rows (start in ours, start in theirs, length, passage) of letters that are the same one by one;
    ``passages``: rows (start, end in ours, start, end in theirs), in order of theirs.
    """

    runs: Numbers
    passages: Numbers


def align(ours: NDArray[np.uint8], theirs: NDArray[np.uint8]) -> Aligned:
    """The shared passages of two texts."""
    in_ours, in_theirs = _seeds(grams.short_grams(ours), grams.short_grams(theirs))
    in_ours, in_theirs, chain = _chained(in_ours, in_theirs)
    if not len(chain):
        return Aligned(np.zeros((0, 4), np.int64), np.zeros((0, 4), np.int64))
    runs = _runs(ours, theirs, in_ours, in_theirs, chain)
    firsts = np.searchsorted(runs[:, 3], np.arange(int(chain[-1]) + 1))
    ends = np.append(firsts[1:], len(runs))
    passages = [
        (
            int(runs[a:b, 0].min()),
            int((runs[a:b, 0] + runs[a:b, 2]).max()),
            int(runs[a, 1]),
            int(runs[b - 1, 1] + runs[b - 1, 2]),
        )
        for a, b in zip(firsts.tolist(), ends.tolist(), strict=True)
        if b > a
    ]
    return Aligned(runs, np.array(passages, np.int64).reshape(-1, 4))


def _seeds(ours: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> tuple[Numbers, Numbers]:
    """Places of grams that stand once in ours, for each of theirs that has one: (in ours, in theirs)."""
    if not len(ours) or not len(theirs):
        return _NONE, _NONE
    order = np.argsort(ours, kind="stable")
    ordered = ours[order]
    same = ordered[1:] == ordered[:-1]
    single = ~(np.append(same, False) | np.append(False, same))
    ordered, order = ordered[single], order[single]
    if not len(ordered):
        return _NONE, _NONE
    at = np.minimum(np.searchsorted(ordered, theirs), len(ordered) - 1)
    hits = np.flatnonzero(ordered[at] == theirs)
    return order[at[hits]], hits


def _chained(ours: Numbers, theirs: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The seeds that follow one another in both texts, and the number of the chain each belongs to."""
    if not len(ours):
        return _NONE, _NONE, _NONE
    chain = _cut(ours, theirs, backwards=0)
    solid = np.bincount(chain)[chain] >= FEWEST_SEEDS
    ours, theirs = ours[solid], theirs[solid]
    if not len(ours):
        return _NONE, _NONE, _NONE
    return ours, theirs, _cut(ours, theirs, backwards=grams.SHORT)


def _cut(ours: Numbers, theirs: Numbers, *, backwards: int) -> Numbers:
    """Numbers seeds by chain: a new one begins where the way in one text is not that in the other."""
    step, other = np.diff(theirs), np.diff(ours)
    parted = (np.abs(step - other) > DRIFT) | (step > HOLE) | (other <= -backwards)
    return np.append(0, np.cumsum(parted))


def _runs(
    ours: NDArray[np.uint8], theirs: NDArray[np.uint8], in_ours: Numbers, in_theirs: Numbers, chain: Numbers
) -> Numbers:
    """Letters alike one by one on the way from each seed to the next, seen from either."""
    is_seed = np.zeros(len(theirs), np.int64)
    is_seed[in_theirs] = 1
    left = np.cumsum(is_seed) - 1
    places = np.flatnonzero(left >= 0)
    left = left[places]
    right = np.minimum(left + 1, len(chain) - 1)
    shift = in_theirs - in_ours
    is_last = chain[right] != chain[left]
    is_last |= left == len(chain) - 1
    reached = ~is_last | (places - in_theirs[left] < grams.SHORT)
    forth = _alike(ours, theirs, places, shift[left]) & reached
    back = _alike(ours, theirs, places, shift[right]) & ~is_last
    lag = np.where(forth, shift[left], shift[right])
    alike = forth | back
    if not alike.any():
        return np.zeros((0, 4), np.int64)
    at, lag, number = places[alike], lag[alike], chain[left[alike]]
    new = (np.diff(at) != 1) | (np.diff(lag) != 0) | (np.diff(number) != 0)
    starts = np.append(0, np.flatnonzero(new) + 1)
    lengths = np.diff(np.append(starts, len(at)))
    rows = np.stack([at[starts] - lag[starts], at[starts], lengths, number[starts]], axis=1)
    return rows[lengths >= RUN]


def _alike(
    ours: NDArray[np.uint8], theirs: NDArray[np.uint8], places: Numbers, shift: Numbers
) -> NDArray[np.bool_]:
    target = places - shift
    inside = (target >= 0) & (target < len(ours))
    return (ours[np.where(inside, target, 0)] == theirs[places]) & inside

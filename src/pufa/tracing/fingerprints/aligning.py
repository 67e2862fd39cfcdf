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
    """Places of grams both texts have: (in ours, in theirs); of several in ours the one where the way leads on."""
    if not len(ours) or not len(theirs):
        return _NONE, _NONE
    order = np.argsort(ours, kind="stable")
    ordered = ours[order]
    firsts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    grams_of_ours = ordered[firsts]
    counts = np.diff(np.append(firsts, len(ordered)))
    at = np.minimum(np.searchsorted(grams_of_ours, theirs), len(firsts) - 1)
    hits = np.flatnonzero(grams_of_ours[at] == theirs)
    rank = at[hits]
    in_ours = order[firsts[rank]]
    several = counts[rank] > 1
    if not several.any():
        return in_ours, hits
    single = np.flatnonzero(~several)
    if not len(single):
        return in_ours, hits
    nearest, is_near = _nearest(order, np.repeat(np.arange(len(firsts)), counts), rank, in_ours, hits, single)
    kept = ~several | is_near
    return np.where(several, nearest, in_ours)[kept], hits[kept]


def _nearest(
    order: Numbers, ranks: Numbers, rank: Numbers, in_ours: Numbers, hits: Numbers, single: Numbers
) -> tuple[Numbers, NDArray[np.bool_]]:
    """For each hit the place of its gram nearest to where the last certain hit leads, and whether it is near."""
    before = np.maximum(np.searchsorted(single, np.arange(len(hits)), side="right") - 1, 0)
    certain = single[before]
    expected = np.clip(hits - hits[certain] + in_ours[certain], 0, len(order))
    width = len(order) + 1
    line = ranks * width + order
    above = np.searchsorted(line, rank * width + expected)
    choices = [np.clip(above - 1, 0, len(line) - 1), np.clip(above, 0, len(line) - 1)]
    far = [np.where(ranks[one] == rank, np.abs(order[one] - expected), width) for one in choices]
    chosen = np.where(far[0] < far[1], choices[0], choices[1])
    return order[chosen], np.minimum(far[0], far[1]) <= DRIFT


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


def _alike(ours: NDArray[np.uint8], theirs: NDArray[np.uint8], places: Numbers, shift: Numbers) -> NDArray[np.bool_]:
    target = places - shift
    inside = (target >= 0) & (target < len(ours))
    return (ours[np.where(inside, target, 0)] == theirs[places]) & inside

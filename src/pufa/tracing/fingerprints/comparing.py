"""Compares two texts as they sound: which passages they share and how much of either that is."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints import grams
from pufa.tracing.fingerprints.folding import Folded, fold
from pufa.tracing.fingerprints.results import Comparison, Direction, Disguise, Passage

# Letters: how far a passage may wander, how large a hole it may have, how short it may be.
DRIFT: Final = 40
HOLE: Final = 90
SHORTEST: Final = 30
FEWEST_HITS: Final = 6


def compare(original: str | Folded, page: str | Folded) -> Comparison:
    """How much of the original the page holds, where, and what was done to it."""
    ours = original if isinstance(original, Folded) else fold(original)
    theirs = page if isinstance(page, Folded) else fold(page)
    chains = aligned(ours.letters, theirs.letters)
    if not len(chains):
        return Comparison(0.0, Direction.NONE)
    in_original = _covered(chains[:, 0], chains[:, 1]) / len(ours.letters)
    in_page = _covered(chains[:, 2], chains[:, 3]) / len(theirs.letters)
    longest = int((chains[:, 1] - chains[:, 0]).max())
    score = _score(in_original, in_page, chains)
    passages = tuple(_passage(ours, theirs, row) for row in chains.tolist())
    return Comparison(
        score, _direction(in_original, in_page), in_original, in_page, passages, _new(ours.disguises, theirs.disguises)
    )


def aligned(ours: NDArray[np.uint8], theirs: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Shared passages as rows (start, end in ours, start, end in theirs), counted in letters, in order of theirs."""
    places, others = _seeds(grams.short_grams(ours), grams.short_grams(theirs))
    if not len(places):
        return np.zeros((0, 4), np.int64)
    chains = _joined(_chains(places, others))
    sizes = chains[:, 1] - chains[:, 0]
    return chains[(sizes >= SHORTEST) & (chains[:, 4] >= FEWEST_HITS)]


def _seeds(ours: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of grams that stand once in ours, for each of theirs that has one: (in ours, in theirs)."""
    order = np.argsort(ours, kind="stable")
    ordered = ours[order]
    single = np.ones(len(ordered), np.bool_)
    same = ordered[1:] == ordered[:-1]
    single[1:] &= ~same
    single[:-1] &= ~same
    ordered, order = ordered[single], order[single]
    if not len(ordered):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    at = np.minimum(np.searchsorted(ordered, theirs), len(ordered) - 1)
    hits = np.flatnonzero(ordered[at] == theirs)
    return order[at[hits]], hits


def _chains(ours: NDArray[np.int64], theirs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows (start, end in ours, start, end in theirs, hits) of seeds that follow one another in both texts."""
    step, other = np.diff(theirs), np.diff(ours)
    cut = (np.abs(step - other) > DRIFT) | (step > HOLE) | (other <= 0)
    starts = np.append(0, np.flatnonzero(cut) + 1)
    ends = np.append(np.flatnonzero(cut), len(theirs) - 1)
    size = grams.SHORT
    return np.stack(
        [ours[starts], ours[ends] + size, theirs[starts], theirs[ends] + size, ends - starts + 1], axis=1
    ).astype(np.int64)


def _joined(chains: NDArray[np.int64]) -> NDArray[np.int64]:
    """Chains parted only by a stray seed or a small hole made one."""
    solid = chains[chains[:, 4] >= 3] if len(chains) > 1 else chains
    made: list[list[int]] = []
    for row in solid.tolist():
        if made:
            last = made[-1]
            step, other = row[2] - last[3], row[0] - last[1]
            if abs(step - other) <= DRIFT and -grams.SHORT <= step <= HOLE and other >= -grams.SHORT:
                made[-1] = [last[0], row[1], last[2], row[3], last[4] + row[4]]
                continue
        made.append(row)
    return np.array(made, np.int64).reshape(-1, 5)


def _covered(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> int:
    """How many letters lie in at least one stretch."""
    total, reached = 0, 0
    for start, end in sorted(zip(starts.tolist(), ends.tolist(), strict=True)):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _score(in_original: float, in_page: float, chains: NDArray[np.int64]) -> float:
    longest = int((chains[:, 1] - chains[:, 0]).max())
    return min(1.0, max(in_original, in_page, longest / 600))


def _direction(in_original: float, in_page: float) -> Direction:
    if in_page >= 0.8:
        return Direction.SAME if in_original >= 0.8 else Direction.PARTIAL
    if in_original >= 0.8:
        return Direction.CONTAINS
    return Direction.SPLICED if in_original >= 0.3 else Direction.EXCERPT


def _passage(ours: Folded, theirs: Folded, row: list[int]) -> Passage:
    return Passage(
        int(ours.letter_places[row[0]]),
        int(ours.letter_places[row[1] - 1]) + 1,
        int(theirs.letter_places[row[2]]),
        int(theirs.letter_places[row[3] - 1]) + 1,
    )


def _new(ours: tuple[Disguise, ...], theirs: tuple[Disguise, ...]) -> tuple[Disguise, ...]:
    had = {one.kind: one.count for one in ours}
    return tuple(one for one in theirs if one.count > 2 * had.get(one.kind, 0))

"""Chooses the originals worth comparing with a page from the keys they share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.index.segments import Segment

# A key in more originals than this is common property (formulas, boilerplate, quoted law) and counts little.
_COMMON: Final = 200
_FEWEST: Final = 2
_LEAST_WEIGHT: Final = 0.7


@dataclass(frozen=True, slots=True)
class Candidate:
    """An original a page may be a copy of: keys they share, and their weight (a key counts less the more hold it)."""

    id: str
    shared: int
    weight: float


def best(asked: NDArray[np.uint64], parts: Sequence[tuple[Segment, Collection[int]]], limit: int) -> list[Candidate]:
    """The originals with the most weight, those with hardly any left out."""
    found: list[Candidate] = []
    for segment, dead in parts:
        if not len(segment) or not len(asked):
            continue
        hits = segment.look(asked)
        rare = hits.spread <= _COMMON
        documents = hits.documents[rare]
        if not len(documents):
            continue
        numbers, inverse, counts = np.unique(documents, return_inverse=True, return_counts=True)
        weights = np.bincount(inverse, weights=1 / np.sqrt(hits.spread[rare]))
        good = np.flatnonzero((counts >= _FEWEST) & (weights >= _LEAST_WEIGHT))
        good = good[np.argsort(-weights[good], kind="stable")][: limit + len(dead)]
        found += [
            Candidate(segment.name(int(numbers[at])), int(counts[at]), float(weights[at]))
            for at in good.tolist()
            if int(numbers[at]) not in dead
        ][:limit]
    return sorted(found, key=lambda one: (-one.weight, one.id))[:limit]

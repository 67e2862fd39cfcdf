"""Chooses the originals worth comparing with a page from the keys they share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.index.segments import Hits, Segment
from pufa.tracing.index.sketches import Asked

# A key in more originals than this is common property (formulas, boilerplate, quoted law) and is left out.
COMMON: Final = 200
FEWEST: Final = 2
# A page is worth comparing if keys of this weight stand close together, or make up this share of the shorter text.
REACH: Final = 700
NEAR: Final = 3.0
SHARE: Final = 0.08


@dataclass(frozen=True, slots=True)
class Candidate:
    """An original a page may be a copy of: keys they share, and their weight (a key counts less the more hold it).

    ``near``: the most weight within one paragraph's length of the page; ``share``: of the keys of the shorter text.
    """

    id: str
    shared: int
    weight: float
    near: float
    share: float

    @property
    def rarity(self) -> float:
        """1 if no other original holds what is shared, less the more do."""
        return self.weight / self.shared


def best(asked: Asked, parts: Sequence[tuple[Segment, Collection[int]]], limit: int) -> list[Candidate]:
    """The originals with the most weight, those with hardly any left out."""
    found: list[Candidate] = []
    if not len(asked.keys):
        return found
    looked = [(segment, dead, segment.look(asked.keys)) for segment, dead in parts if len(segment)]
    spread = sum((hits.spread for _, _, hits in looked if len(hits.spread)), np.zeros(len(asked.keys), np.int64))
    weights = np.where(spread > COMMON, 0.0, 1 / np.sqrt(np.maximum(spread, 1)))
    for segment, dead, hits in looked:
        if len(hits.documents):
            found += _of_segment(segment, dead, hits, asked, weights, limit)
    return sorted(found, key=lambda one: (-one.weight, one.id))[:limit]


def _of_segment(
    segment: Segment, dead: Collection[int], hits: Hits, asked: Asked, weights: NDArray[np.float64], limit: int
) -> list[Candidate]:
    place = asked.places[hits.which]
    order = np.lexsort((place, hits.documents))
    documents, place, weight = hits.documents[order], place[order], weights[hits.which[order]]
    starts = np.flatnonzero(np.append(True, np.diff(documents) != 0))
    numbers = documents[starts]
    counts = np.diff(np.append(starts, len(documents)))
    total = np.add.reduceat(weight, starts)
    share = total / np.minimum(len(asked.keys), np.maximum(segment.sizes[numbers], 1))
    near = np.maximum.reduceat(_near(documents, place, weight), starts)
    good = np.flatnonzero((counts >= FEWEST) & ((near >= NEAR) | (share >= SHARE)))
    good = good[np.argsort(-total[good], kind="stable")]
    alive = [at for at in good.tolist() if int(numbers[at]) not in dead][:limit]
    return [
        Candidate(segment.name(int(numbers[at])), int(counts[at]), float(total[at]), float(near[at]), float(share[at]))
        for at in alive
    ]


def _near(documents: NDArray[np.int64], place: NDArray[np.int64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each hit, the weight of those of its document at most a paragraph before it."""
    line = documents * (int(place.max()) + REACH + 1) + place
    summed = np.append(0.0, np.cumsum(weight))
    return summed[1:] - summed[np.searchsorted(line, line - REACH)]

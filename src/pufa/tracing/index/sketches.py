"""The sample of a text's fingerprints that the index keeps: about one for each 30 letters, some 12 characters."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints import grams
from pufa.tracing.fingerprints.folding import Folded, fold

FORMAT: Final = "letters-16-of-30/1"
KEY_BITS: Final = 40
_EACH: Final = 30
# From this many letters on a sample grows with the square root of the length only.
_PLENTY: Final = 9000
_SAMPLED: Final = 1 << 24


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a page is looked up by: keys in order, each once, and the letter each first stands at."""

    keys: NDArray[np.uint64]
    places: NDArray[np.int64]


def keys_of(text: str | Folded) -> NDArray[np.uint64]:
    """The 40-bit keys an original is kept by, in order, each once."""
    folded = text if isinstance(text, Folded) else fold(text)
    size = len(folded.letters)
    return _sampled(folded, min(1.0, (_PLENTY / size) ** 0.5) if size else 1.0).keys


def asked_by(page: str | Folded) -> Asked:
    """The keys a page is looked up by: all that any original may be kept by."""
    return _sampled(page if isinstance(page, Folded) else fold(page), 1.0)


def _sampled(folded: Folded, share: float) -> Asked:
    """The low 24 bits decide whether a number is kept, the high 40 are kept: one sample lies within the next."""
    numbers = grams.long_grams(folded.letters)
    limit = np.uint64(share * _SAMPLED / _EACH)
    places = np.flatnonzero((numbers & np.uint64(_SAMPLED - 1)) < limit)
    keys, first = np.unique(numbers[places] >> np.uint64(64 - KEY_BITS), return_index=True)
    return Asked(keys, places[first])

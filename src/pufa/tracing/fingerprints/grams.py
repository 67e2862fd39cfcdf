"""Fingerprints of letters: a number for each run of letters, and the sample of them that is kept."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

# Letters in a fingerprint (some six characters), and in the finer one that passages are found with.
LONG: Final = 16
SHORT: Final = 11
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_ODD2: Final = np.uint64(0xD6E8FEB86659FD93)


def long_grams(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """A well-mixed number for each 16 letters in a row."""
    eight = _packed(letters, 8)
    if len(eight) <= LONG - 8:
        return np.zeros(0, np.uint64)
    first, last = eight[:-8], eight[8:]
    return mixed((first * _ODD2) ^ last)


def short_grams(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """An exact number for each 11 letters in a row."""
    return _packed(letters, SHORT)


def _packed(letters: NDArray[np.uint8], size: int) -> NDArray[np.uint64]:
    """Five bits a letter, at most twelve letters."""
    if len(letters) < size:
        return np.zeros(0, np.uint64)
    whole = letters.astype(np.uint64) & np.uint64(31)
    made, width = whole, 1
    for bit in format(size, "b")[1:]:
        count = len(letters) - 2 * width + 1
        made = (made[:count] << np.uint64(5 * width)) | made[width : width + count]
        width *= 2
        if bit == "1":
            count = len(letters) - width
            made = (made[:count] << np.uint64(5)) | whole[width : width + count]
            width += 1
    return made


def mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spreads numbers evenly over 64 bits (multiply, shift, multiply)."""
    mixed = numbers * _ODD
    mixed ^= mixed >> np.uint64(32)
    mixed *= _ODD2
    mixed ^= mixed >> np.uint64(29)
    return mixed

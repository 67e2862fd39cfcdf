"""Counts different readers in about a kilobyte: HyperLogLog sketches as bytes that can be merged without loss.

Precision 11 (2,048 registers): within about 2 % in two of three cases. A reader's number belongs to one day, so the
same person on two days counts twice; that is the price of a salt that dies at midnight.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from pufa.reach.hits.visitors import BITS, day_of

if TYPE_CHECKING:
    import datasketches

PRECISION: Final = 11
EMPTY: Final = b""


def build(hour: int, numbers: Iterable[int]) -> bytes:
    """The sketch of these readers' numbers (of `visitors`) in one hour."""
    import datasketches  # with numpy 12 MB, which a process that counts nobody need not carry

    sketch = datasketches.hll_sketch(PRECISION, datasketches.tgt_hll_type.HLL_4)
    first = day_of(hour) << BITS
    for number in numbers:
        sketch.update(first | number)
    return bytes(sketch.serialize_compact())


def merge(sketches: Iterable[bytes]) -> bytes:
    """One sketch that stands for the readers of all; empty bytes are a sketch of nobody."""
    import datasketches

    return bytes(_union(sketches).get_result(datasketches.tgt_hll_type.HLL_4).serialize_compact())


def estimate(sketches: Iterable[bytes]) -> float:
    """About how many different readers these sketches hold together."""
    return float(_union(sketches).get_estimate())


def _union(sketches: Iterable[bytes]) -> datasketches.hll_union:
    import datasketches

    union = datasketches.hll_union(PRECISION)
    for sketch in sketches:
        if sketch:
            union.update(datasketches.hll_sketch.deserialize(sketch))
    return union

"""Set phrases: stretches of letters so common in official texts that sharing them says nothing.

Two sources: `formulas.bin`, numbers of the 11-letter stretches found in at least 20 of the 378 laws of the law data
(numbers only; `python -m benchmarks.learn_formulas` makes it), and the phrases of `formulas.toml`. A statute quoted
word for word counts as common too.
"""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints import grams
from pufa.tracing.fingerprints.folding import Folded, fold

FEWEST_LAWS: Final = 20
# A quotation right after its law or article is named: 第九条规定：“…”.
_QUOTED: Final = re.compile("(?:[法例》条款项]|规定|条文|明确|指出)[^“”\n]{0,14}[：:，,]?“(?P<words>[^”]{12,600})”")


def hashed(numbers: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Short grams as 32-bit numbers, well mixed."""
    return (grams.mixed(numbers) >> np.uint64(32)).astype(np.uint32)


def telling(text: Folded, places: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of the letters at `places`, those that belong to no set phrase and no quoted statute."""
    numbers = grams.short_grams(text.letters)
    at = np.flatnonzero(places[: len(numbers)])
    if len(at):
        known = _known()
        keys = hashed(numbers[at])
        found = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        at = at[known[found] == keys]
    return places & ~_spread(at, len(places)) & ~quoted(text)


def phrases() -> list[str]:
    """The phrases of `formulas.toml`."""
    text = resources.files("pufa.tracing.fingerprints").joinpath("formulas.toml").read_text(encoding="utf-8")
    return [str(phrase) for phrase in tomllib.loads(text)["phrases"]]


def _spread(at: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    marks = np.zeros(size + 1, np.int64)
    marks[at] += 1
    ends = at + grams.SHORT
    marks[ends[ends <= size]] -= 1
    return np.cumsum(marks[:-1]) > 0


def quoted(text: Folded) -> NDArray[np.bool_]:
    """The letters that stand in quotation marks right after a law or an article is named, or are known as quoted."""
    return text.within([*text.quoted, *(found.span("words") for found in _QUOTED.finditer(text.text))])


@cache
def _known() -> NDArray[np.uint32]:
    folder = resources.files("pufa.tracing.fingerprints")
    learned = np.frombuffer((folder / "formulas.bin").read_bytes(), "<u4")
    written = [hashed(grams.short_grams(fold(phrase).letters)) for phrase in phrases()]
    return np.unique(np.concatenate([learned, *written]))

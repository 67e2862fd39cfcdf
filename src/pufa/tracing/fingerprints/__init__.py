"""Fingerprints of texts: what a reader hears of them, and what two of them share, whatever the disguise.

`fold(text)` takes off disguises and keeps the way back to the text; `compare(original, page)` finds shared passages.
Plain Python and numpy: no database, no network.
"""

from pufa.tracing.fingerprints.comparing import compare, without
from pufa.tracing.fingerprints.folding import Folded, fold
from pufa.tracing.fingerprints.results import MATCH, Comparison, Direction, Disguise, DisguiseKind, Passage

__all__ = [
    "MATCH",
    "Comparison",
    "Direction",
    "Disguise",
    "DisguiseKind",
    "Folded",
    "Passage",
    "compare",
    "fold",
    "without",
]

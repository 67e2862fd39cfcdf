"""Which disguises a page has that its original has not, found by holding one against the other."""

import re
from collections import Counter
from typing import Final

import numpy as np

from pufa.tracing.fingerprints import pairing
from pufa.tracing.fingerprints.aligning import Aligned
from pufa.tracing.fingerprints.folding import Folded
from pufa.tracing.fingerprints.pairing import Pairs
from pufa.tracing.fingerprints.results import Disguise, DisguiseKind
from pufa.tracing.fingerprints.tables import tables

_EXAMPLES: Final = 400
_FEWEST: Final = 3
# Homophones below this share of the signs are slips of typists.
_HOMOPHONES: Final = 0.01
_PUNCTUATION: Final = re.compile("[，。；：、！？,;:!?]")
# Marks between signs that no sentence needs: more of them than this share of the signs.
_ORDINARY: Final = frozenset("，。；：、！？,;:!?“”‘’\"'《》〈〉（）()[]【】〔〕「」—…·-/\n\r\t \u3000%％.．")
_LETTERS: Final = re.compile(r"[^\W\d_]")
_SEPARATORS: Final = 0.15
_CHANGED: Final = 0.15
_FEWEST_MARKS: Final = 12


def disguises(ours: Folded, theirs: Folded, found: Aligned) -> tuple[Disguise, ...]:
    """What was done to the page, most frequent first."""
    paired = pairing.pairs(ours, theirs, found)
    had = {one.kind: one.count for one in ours.disguises}
    seen = [one for one in theirs.disguises if one.count > 2 * had.get(one.kind, 0)]
    seen = [one for one in seen if one.kind is not DisguiseKind.READINGS_IN_PLACE]
    seen += _in_place(ours, theirs, paired) + _homophones(ours, theirs, paired) + _marks(ours, theirs, paired)
    return tuple(sorted(seen, key=lambda one: -one.count))


def _in_place(ours: Folded, theirs: Folded, paired: Pairs) -> list[Disguise]:
    signs = pairing.read_in_place(ours, theirs, paired)
    if len(signs) < _FEWEST:
        return []
    written = Counter(map(chr, ours.signs[signs].tolist())).most_common(_EXAMPLES)
    return [Disguise(DisguiseKind.READINGS_IN_PLACE, len(signs), tuple(written))]


def _homophones(ours: Folded, theirs: Folded, paired: Pairs) -> list[Disguise]:
    odd = pairing.homophones(ours, theirs, paired)
    if len(odd) < max(_FEWEST, _HOMOPHONES * len(paired.ours)):
        return []
    written = Counter(f"{chr(int(ours.signs[mine]))}→{chr(int(theirs.signs[other]))}" for mine, other in odd)
    return [Disguise(DisguiseKind.HOMOPHONES, len(odd), tuple(written.most_common(_EXAMPLES)))]


def _marks(ours: Folded, theirs: Folded, paired: Pairs) -> list[Disguise]:
    """Strange marks between signs, and punctuation that is not the original's, where both read on without a hole."""
    on = np.flatnonzero((np.diff(paired.ours) == 1) & (np.diff(paired.theirs) == 1))
    if not len(on):
        return []
    start, end = ours.places[paired.ours[on]], ours.places[paired.ours[on + 1]]
    other_start, other_end = theirs.places[paired.theirs[on]], theirs.places[paired.theirs[on + 1]]
    wide = np.flatnonzero((end - start > 1) | (other_end - other_start > 1))
    strange = changed = marks = 0
    visible = tables().visible
    for at in wide.tolist():
        mine = ours.text[start[at] + 1 : end[at]]
        other = theirs.text[other_start[at] + 1 : other_end[at]]
        strange += not _LETTERS.search(other) and any(
            sign not in _ORDINARY and (ord(sign) >= len(visible) or visible[ord(sign)]) for sign in other
        )
        has, has_too = bool(_PUNCTUATION.search(mine)), bool(_PUNCTUATION.search(other))
        marks += has or has_too
        changed += has != has_too
    seen = []
    if strange > _SEPARATORS * len(on):
        seen.append(Disguise(DisguiseKind.SEPARATORS, strange))
    if marks >= _FEWEST_MARKS and changed > _CHANGED * marks:
        seen.append(Disguise(DisguiseKind.PUNCTUATION, changed))
    return seen

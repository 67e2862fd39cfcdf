"""Says what a page did with an original: took it over as it is, named the source or not, garbled or distorted it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pufa.lib import chinese
from pufa.tracing import differences, fingerprints
from pufa.tracing.differences import Difference, DifferenceKind
from pufa.tracing.fingerprints import Comparison, Direction, Disguise, DisguiseKind, Folded

__all__ = ["Difference", "DifferenceKind", "Judgement", "Kind", "judge"]

# Slips that happen without intent are fewer.
_FEWEST: Final = 3
# Other signs for the same text that honest sites use too.
_HARMLESS: Final = frozenset(
    {DisguiseKind.FULL_WIDTH, DisguiseKind.TONE_MARKS, DisguiseKind.ENTITIES, DisguiseKind.PUNCTUATION}
)
_HALF: Final = 0.5


class Kind(StrEnum):
    """What a page did with an original.

    exact: word for word, and the source is named or was not asked for · source_named and without_source: whole or
    nearly · excerpt: a part · garbled: disguised · distorted: it says something else · unrelated.
    """

    EXACT = "exact"
    SOURCE_NAMED = "source_named"
    WITHOUT_SOURCE = "without_source"
    EXCERPT = "excerpt"
    GARBLED = "garbled"
    DISTORTED = "distorted"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The kind, what differs in meaning, and the name of the source the page gives ("" if none)."""

    kind: Kind
    differences: tuple[Difference, ...] = ()
    source_named: str = ""


def judge(
    original: str | Folded, page: str | Folded, comparison: Comparison, *, source_names: Collection[str] = ()
) -> Judgement:
    """What the page did with the original, of which `comparison` found passages in it.

    The worst holds: distorted before garbled before excerpt. `source_names`: names under which we publish.
    """
    if not comparison.is_match:
        return Judgement(Kind.UNRELATED)
    ours = original if isinstance(original, Folded) else fingerprints.fold(original)
    theirs = page if isinstance(page, Folded) else fingerprints.fold(page)
    named = _source(theirs, source_names)
    found = differences.find(ours, theirs)
    if found.differences:
        return Judgement(Kind.DISTORTED, found.differences, named)
    if _is_garbled(theirs.text, comparison.disguises):
        return Judgement(Kind.GARBLED, (), named)
    if comparison.direction in (Direction.EXCERPT, Direction.PARTIAL) or comparison.covered_original < _HALF:
        return Judgement(Kind.EXCERPT, (), named)
    if ours.characters in theirs.characters and (named or not source_names):
        return Judgement(Kind.EXACT, (), named)
    return Judgement(Kind.SOURCE_NAMED if named else Kind.WITHOUT_SOURCE, (), named)


def _source(page: Folded, names: Collection[str]) -> str:
    """The first of our names the page gives, also where the page is garbled."""
    signs = page.characters
    for name in sorted(names, key=len, reverse=True):
        if name and (name in page.text or fingerprints.fold(name).characters in signs):
            return name
    return ""


def _is_garbled(page: str, disguises: tuple[Disguise, ...]) -> bool:
    """Whether the disguises are more than slips. A page all in traditional characters is an edition, not a disguise."""
    kinds = {one.kind for one in disguises if one.count >= _FEWEST} - _HARMLESS
    if DisguiseKind.TRADITIONAL in kinds and not chinese.mixed_script(page):
        kinds.discard(DisguiseKind.TRADITIONAL)
    return bool(kinds)

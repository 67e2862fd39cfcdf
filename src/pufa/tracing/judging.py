"""Says what a page did with an original: took it over as it is, named the source or not, garbled or distorted it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from pufa.tracing.fingerprints import Comparison, Direction


class Kind(StrEnum):
    """What a page did with an original."""

    EXACT = "exact"
    SOURCE_NAMED = "source_named"
    WITHOUT_SOURCE = "without_source"
    EXCERPT = "excerpt"
    GARBLED = "garbled"
    DISTORTED = "distorted"
    UNRELATED = "unrelated"


class DifferenceKind(StrEnum):
    """What differs between passages that are otherwise the same."""

    NUMBER = "number"
    NAME = "name"
    CITATION = "citation"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Difference:
    """The words of either side; one may be empty. The places count in the texts as given."""

    kind: DifferenceKind
    original: str
    page: str
    original_start: int
    original_end: int
    page_start: int
    page_end: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """The kind, what differs in meaning, and the name of the source the page gives ("" if none)."""

    kind: Kind
    differences: tuple[Difference, ...] = ()
    source_named: str = ""


def judge(original: str, page: str, comparison: Comparison, *, source_names: Collection[str] = ()) -> Judgement:
    """What the page did with the original, of which `comparison` found passages in it."""
    if not comparison.is_match:
        return Judgement(Kind.UNRELATED)
    named = next((name for name in source_names if name and name in page), "")
    if comparison.disguises:
        return Judgement(Kind.GARBLED, (), named)
    if comparison.direction in (Direction.EXCERPT, Direction.PARTIAL):
        return Judgement(Kind.EXCERPT, (), named)
    if not source_names:
        return Judgement(Kind.EXACT)
    return Judgement(Kind.SOURCE_NAMED if named else Kind.WITHOUT_SOURCE, (), named)

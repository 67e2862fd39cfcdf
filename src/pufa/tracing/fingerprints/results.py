"""What folding and comparing give: disguises, passages, the comparison. Plain data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MATCH: Final = 0.5


class DisguiseKind(StrEnum):
    """What is done to a text so that machines do not know it again."""

    BRACKETED_READINGS = "bracketed_readings"
    UNBRACKETED_READINGS = "unbracketed_readings"
    READINGS_IN_PLACE = "readings_in_place"
    TONE_MARKS = "tone_marks"
    BOPOMOFO = "bopomofo"
    ZERO_WIDTH = "zero_width"
    FULL_WIDTH = "full_width"
    VARIANTS = "variants"
    TRADITIONAL = "traditional"
    LOOK_ALIKES = "look_alikes"
    HOMOPHONES = "homophones"
    ENTITIES = "entities"
    PUNCTUATION = "punctuation"
    SEPARATORS = "separators"
    REVERSED = "reversed"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Disguise:
    """One way a text was disguised, how often, and the commonest places as written: (("株(zhu)", 31), …)."""

    kind: DisguiseKind
    count: int
    examples: tuple[tuple[str, int], ...] = ()


class Direction(StrEnum):
    """How page and original hang together.

    same: each is nothing but the other · contains: the page holds the whole original and more · partial: the page is
    nothing but a part of the original · excerpt: a part of the original in a page that is mostly something else ·
    spliced: much of the original mixed with another text · none.
    """

    SAME = "same"
    CONTAINS = "contains"
    PARTIAL = "partial"
    EXCERPT = "excerpt"
    SPLICED = "spliced"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch both texts have; the places count in the texts as they were given."""

    original_start: int
    original_end: int
    page_start: int
    page_end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much of an original a page holds.

    ``score`` goes from 0 to 1, from MATCH on the page copies at least a passage. ``covered_original`` and
    ``covered_page``: shares of what is read in either. ``passages`` in the order of the page. ``disguises``: what was
    done to the page that its original has not.
    """

    score: float
    direction: Direction
    covered_original: float = 0.0
    covered_page: float = 0.0
    passages: tuple[Passage, ...] = ()
    disguises: tuple[Disguise, ...] = ()

    @property
    def is_match(self) -> bool:
        """Whether the page is taken for a copy."""
        return self.score >= MATCH

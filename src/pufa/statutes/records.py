"""What sources hand over and what the store takes in: plain data about one text of one law."""

from dataclasses import dataclass
from datetime import date

from pufa.statutes.parsing import Heading


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One article; `number` 0 is a text without articles. `place` holds its headings, outermost first."""

    number: int
    sub: int
    label: str
    lines: tuple[str, ...]
    place: tuple[Heading, ...] = ()

    @property
    def text(self) -> str:
        """The lines joined."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class LawText:
    """One law as it read from one day on, as a source tells it.

    `promulgated_on` is the day of this text, `first_force_on` the day the law first came into force, `force_on` the day
    this text did, where the source says so. `where` names file or row.
    """

    where: str
    name: str
    articles: tuple[ArticleText, ...]
    promulgated_on: date
    force_on: date | None = None
    first_force_on: date | None = None
    kind: str = ""
    field: str = ""
    issuer: str = ""
    preamble: str = ""
    is_marked_repealed: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A text that could not be read: in which file or law, at which line (0 when none is meant), and why."""

    where: str
    message: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.where}:{self.line}: {self.message}" if self.line else f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something a rule decided otherwise than the source says: which law, which rule, in words, from where we know."""

    law: str
    rule: str
    message: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """One text with the day it came into force settled; `is_assumed` when nobody says that day."""

    text: LawText
    force_on: date
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class SettledLaw:
    """One law with all its texts; `is_named_only` is a law known only because another repealed it."""

    name: str
    short_name: str
    kind: str
    field: str
    issuer: str
    abbreviations: tuple[str, ...] = ()
    note: str = ""
    texts: tuple[Settled, ...] = ()
    is_repealed: bool | None = None
    repealed_on: date | None = None
    repealed_by: str = ""

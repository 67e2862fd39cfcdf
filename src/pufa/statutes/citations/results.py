"""What the grammar gives: mentions (as written) and citations (resolved, with a verdict)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pufa.statutes.citations.names import Kind


class Verdict(StrEnum):
    """What the check says of one citation."""

    OK = "ok"
    NO_SUCH_LAW = "no_such_law"
    NO_SUCH_ARTICLE = "no_such_article"
    NO_SUCH_PARAGRAPH = "no_such_paragraph"
    NO_SUCH_ITEM = "no_such_item"
    REPEALED = "repealed"
    MISQUOTED = "misquoted"
    NOT_IN_FORCE = "not_in_force_on_date"
    RENUMBERED = "renumbered"


@dataclass(frozen=True, slots=True)
class MentionedPlace:
    """An article, paragraph, item as numbered in the text; `article` 0 is the one spoken of before."""

    article: int
    sub: int
    paragraph: int | None
    item: int | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a text where articles are cited; `start` and `end` count in the text as given.

    `kind` tells how the law is named: title (《…》), plain (unmarked: `name` is the run of words before the number,
    which only a catalogue can take apart), own (本法), same (同法), its (其), bare (no name), relative (前款).
    """

    text: str
    start: int
    end: int
    kind: Kind
    name: str
    places: tuple[MentionedPlace, ...]
    year: int | None
    quote: str | None


class Citation(NamedTuple):
    """One cited place, resolved; `law` is the full name, or the name as written if there is no such law.

    `sub` is N of 之N (0 if none); `paragraph` and `item` are None where none is named. `hint` says in Chinese what is
    wrong and what would be right; empty when nothing is to be said.
    """

    text: str
    start: int
    end: int
    law: str
    article: int
    sub: int
    paragraph: int | None
    item: int | None
    verdict: Verdict
    hint: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether an editor must look at it."""
        return self.verdict is not Verdict.OK


def as_json(citations: Iterable[Citation]) -> dict[str, list[dict[str, object]]]:
    """Citations as plain data for one line of JSON: ``{"citations": [{…}]}``."""
    return {"citations": [{**one._asdict(), "verdict": one.verdict.value} for one in citations]}

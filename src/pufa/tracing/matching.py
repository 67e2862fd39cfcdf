"""Finds the originals a page copies: look-up in the index, comparison, judgement."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from pufa.tracing import fingerprints, judging
from pufa.tracing.fingerprints import Comparison, Folded
from pufa.tracing.index import Index


@dataclass(frozen=True, slots=True)
class Found:
    """An original that a page copies, how much of it, and what was done to it."""

    original: str
    comparison: Comparison
    judgement: judging.Judgement


def find(
    page: str,
    kept: Index,
    text_of: Callable[[str], str | Folded | None],
    *,
    limit: int = 5,
    source_names: Collection[str] = (),
) -> list[Found]:
    """The originals a page copies, best first; `text_of` gives the text of an original, None if it is gone."""
    folded = fingerprints.fold(page)
    found = []
    for candidate in kept.look_up(folded, limit=2 * limit):
        original = text_of(candidate.id)
        if original is None:
            continue
        comparison = fingerprints.compare(original, folded, rarity=candidate.rarity)
        if comparison.is_match:
            judged = judging.judge(original, folded, comparison, source_names=source_names)
            found.append(Found(candidate.id, comparison, judged))
    found.sort(key=lambda one: (-one.comparison.score, one.original))
    return found[:limit]


def whole(title: object, text: str) -> str:
    """Title and text as one, the title once."""
    return f"{title}\n{text}" if isinstance(title, str) and title not in text else text

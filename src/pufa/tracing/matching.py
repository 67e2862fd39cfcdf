"""Finds the originals a page copies: look-up in the index, comparison, judgement."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from pufa.tracing import fingerprints, judging
from pufa.tracing.fingerprints import Comparison, Folded
from pufa.tracing.index import Index

# A part of an original stands on a page because a better one was copied if that covers so much more of the page.
_MORE: Final = 1.1
# An original of which so much is there was copied, whatever else was.
_MOST: Final = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """An original that a page copies, how much of it, and what was done to it."""

    original: str
    comparison: Comparison
    judgement: judging.Judgement


@dataclass(frozen=True, slots=True)
class _Match:
    id: str
    text: Folded
    rarity: float
    comparison: Comparison


def find(
    page: str,
    kept: Index,
    text_of: Callable[[str], str | Folded | None],
    *,
    limit: int = 5,
    source_names: Collection[str] = (),
) -> list[Found]:
    """The originals a page copies, best first; `text_of` gives the text of an original, None if it is gone.

    Two of our own may share passages, as an earlier version of a piece does: a page that copies one of them is not
    counted as an excerpt of the other, unless it has more of that.
    """
    folded = fingerprints.fold(page)
    matches = []
    for candidate in kept.look_up(folded, limit=2 * limit):
        original = text_of(candidate.id)
        if original is None:
            continue
        ours = original if isinstance(original, Folded) else fingerprints.fold(original)
        comparison = fingerprints.compare(ours, folded, rarity=candidate.rarity)
        if comparison.is_match:
            matches.append(_Match(candidate.id, ours, candidate.rarity, comparison))
    found = [
        Found(one.id, one.comparison, judging.judge(one.text, folded, one.comparison, source_names=source_names))
        for one in _by_themselves(matches, folded)
    ]
    found.sort(key=lambda one: (-one.comparison.score, one.original))
    return found[:limit]


def _by_themselves(matches: list[_Match], page: Folded) -> list[_Match]:
    """Without those that match only where another one matches better."""
    kept: list[_Match] = []
    for one in sorted(matches, key=lambda one: -one.comparison.covered_page):
        covered = one.comparison.covered_page
        better = [other.comparison for other in kept if other.comparison.covered_page > _MORE * covered]
        if not better or one.comparison.covered_original >= _MOST:
            kept.append(one)
            continue
        rest = fingerprints.without(page, [passage for other in better for passage in other.passages])
        if fingerprints.compare(one.text, rest, rarity=one.rarity).is_match:
            kept.append(one)
    return kept


def whole(title: object, text: str) -> str:
    """Title and text as one, the title once."""
    return f"{title}\n{text}" if isinstance(title, str) and title not in text else text

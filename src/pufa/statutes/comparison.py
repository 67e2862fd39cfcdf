"""Two texts of one law side by side: which article became which, and which words came and went. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

ALIKE: Final = 0.5  # share of common pairs of signs (Dice) from which two articles count as one rewritten
SHORTEST_KEPT: Final = 2  # fewer equal signs between two changes are shown as changed, else a page of splinters
Mark = Literal["same", "gone", "added"]
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some signs that stayed, went or came."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Places of an article in the old and the new text; None where it stands in one of them only."""

    old: int | None
    new: int | None


def align(old: Sequence[tuple[Key, str]], new: Sequence[tuple[Key, str]]) -> list[Pair]:
    """Which article became which, in the new order, with dropped ones where they stood.

    Equal texts first, then the same number with a like text, then the most alike of the rest.
    """
    matched: dict[int, int] = {}
    _match_equal(old, new, matched)
    _match_numbers(old, new, matched)
    _match_alike(old, new, matched)
    partner = {there: here for here, there in matched.items()}
    pairs: list[Pair] = []
    shown = 0
    for here in range(len(new)):
        there = partner.get(here)
        if there is not None:
            pairs.extend(Pair(gone, None) for gone in range(shown, there) if gone not in matched)
            shown = max(shown, there + 1)
        pairs.append(Pair(there, here))
    pairs.extend(Pair(gone, None) for gone in range(shown, len(old)) if gone not in matched)
    return pairs


def _match_equal(old: Sequence[tuple[Key, str]], new: Sequence[tuple[Key, str]], matched: dict[int, int]) -> None:
    places: dict[str, list[int]] = {}
    for here, (_key, text) in enumerate(new):
        places.setdefault(text, []).append(here)
    for there, (_key, text) in enumerate(old):
        if found := places.get(text):
            matched[there] = found.pop(0)


def _match_numbers(old: Sequence[tuple[Key, str]], new: Sequence[tuple[Key, str]], matched: dict[int, int]) -> None:
    taken = set(matched.values())
    numbers = {key: here for here, (key, _text) in enumerate(new) if here not in taken}
    for there, (key, text) in enumerate(old):
        here = numbers.get(key)
        if there not in matched and here is not None and likeness(_pairs(text), _pairs(new[here][1])) >= ALIKE:
            matched[there] = here


def _match_alike(old: Sequence[tuple[Key, str]], new: Sequence[tuple[Key, str]], matched: dict[int, int]) -> None:
    taken = set(matched.values())
    rest = {here: _pairs(text) for here, (_key, text) in enumerate(new) if here not in taken}
    scored = []
    for there, (_key, text) in enumerate(old):
        if there not in matched:
            own = _pairs(text)
            scored += [(likeness(own, other), there, here) for here, other in rest.items()]
    for score, there, here in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if score >= ALIKE and there not in matched and here not in taken:
            matched[there] = here
            taken.add(here)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[start : start + 2] for start in range(len(text) - 1)) or frozenset({text})


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's share of what two sets have in common, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other))


def difference(old: str, new: str) -> list[Piece]:
    """What stayed, went and came; joined without the gone it is the new text, without the added the old."""
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", old[i1:i2]))
            continue
        if i2 > i1:
            pieces.append(Piece("gone", old[i1:i2]))
        if j2 > j1:
            pieces.append(Piece("added", new[j1:j2]))
    return _smoothed(pieces)


def _smoothed(pieces: Iterable[Piece]) -> list[Piece]:
    """Short islands of equal signs between changes join them."""
    whole = list(pieces)
    result: list[Piece] = []
    gone = added = ""
    for place, piece in enumerate(whole):
        is_island = piece.mark == "same" and len(piece.text) < SHORTEST_KEPT and 0 < place < len(whole) - 1
        if piece.mark == "same" and not (is_island and "\n" not in piece.text):
            result += _changes(gone, added)
            gone = added = ""
            result.append(piece)
            continue
        gone += piece.text if piece.mark != "added" else ""
        added += piece.text if piece.mark != "gone" else ""
    return result + _changes(gone, added)


def _changes(gone: str, added: str) -> list[Piece]:
    return [piece for piece in (Piece("gone", gone), Piece("added", added)) if piece.text]


def lines_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces cut at the ends of lines."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        if first:
            lines[-1].append(Piece(piece.mark, first))
        lines.extend([Piece(piece.mark, text)] if text else [] for text in rest)
    return [line for line in lines if line]

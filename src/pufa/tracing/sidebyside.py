"""Sets a piece and its copy side by side: line against line, with what differs marked on both sides."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pufa.review import diffs
from pufa.tracing.models import Finding

SAME, VEIL, WRONG = "same", "veil", "wrong"
MOST_ROWS: Final = 2000
# Lines of either side are the same line if such a part of the shorter one sounds alike.
ALIKE: Final = 0.35
Interval = tuple[int, int]
Line = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters: `kind` is same, veil (put in, left out, written otherwise) or wrong (said otherwise)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of each side; a side may be empty. `kind` is both, piece (only there) or page (only there)."""

    kind: str
    piece: tuple[Part, ...]
    page: tuple[Part, ...]


def rows(finding: Finding) -> list[Row]:
    """All rows in the order of the page; what the page leaves out stands where it would have stood."""
    piece, page = finding.original.text, finding.capture.text
    wrong = [one["at"] for one in finding.differences]
    marks = ([(a, b) for a, b, _c, _d in wrong], [(c, d) for _a, _b, c, d in wrong])
    passages = _widened(piece, page, [tuple(one) for one in finding.passages])
    sounds = _sounds(piece, page)
    gaps = dict(_gaps(len(piece), [(one[0], one[1]) for one in passages]))
    found: list[Row] = []
    place = 0
    found += _left_out(piece, gaps.pop(0, None), 0)
    for begin, end, page_begin, page_end in passages:
        found += _only_page(page, place, page_begin)
        found += _aligned(piece, (begin, end), page, (page_begin, page_end), marks, sounds)
        place = max(place, page_end)
        found += _left_out(piece, gaps.pop(end, None), end)
    found += _only_page(page, place, len(page))
    return found[:MOST_ROWS]


def _widened(piece: str, page: str, passages: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Passages with the punctuation behind them, which the comparison does not look at."""
    begins = sorted(one[0] for one in passages)
    found: list[tuple[int, ...]] = []
    for place, (begin, end, page_begin, page_end) in enumerate(passages):
        limit = next((other for other in begins if other >= end), len(piece))
        page_limit = max(page_end, passages[place + 1][2]) if place + 1 < len(passages) else len(page)
        found.append((begin, _past_signs(piece, end, limit), page_begin, _past_signs(page, page_end, page_limit)))
    return found


def _past_signs(text: str, place: int, limit: int) -> int:
    while place < limit and not text[place].isalnum() and text[place] != "\n":
        place += 1
    return place


def _gaps(length: int, covered: Iterable[Interval]) -> Iterator[Interval]:
    """The stretches of a text no passage covers, each as (begin, end)."""
    place = 0
    for begin, end in sorted(covered):
        if begin > place:
            yield place, begin
        place = max(place, end)
    if place < length:
        yield place, length


def _lines(text: str, begin: int, end: int) -> list[Line]:
    """The lines of a stretch with their places; blank ones left out."""
    found, place = [], begin
    for line in text[begin:end].split("\n"):
        if line.strip():
            found.append((place, line))
        place += len(line) + 1
    return found


def _left_out(piece: str, end: int | None, begin: int) -> list[Row]:
    lines = [] if end is None else _lines(piece, begin, end)
    return [Row("piece", (Part(SAME, line),), ()) for _place, line in lines]


def _only_page(page: str, begin: int, end: int) -> list[Row]:
    lines = _lines(page, begin, end) if end > begin else []
    return [Row("page", (), (Part(SAME, line),)) for _place, line in lines]


def _sounds(piece: str, page: str) -> list[Interval]:
    """Where a sign of the piece and the sign of the page it sounds like stand, in the order of the piece."""
    from pufa.tracing import fingerprints  # loaded when first needed: it is large
    from pufa.tracing.fingerprints import aligning, pairing

    ours, theirs = fingerprints.fold(piece), fingerprints.fold(page)
    paired = pairing.pairs(ours, theirs, aligning.align(ours.letters, theirs.letters))
    return sorted(zip(ours.places[paired.ours].tolist(), theirs.places[paired.theirs].tolist(), strict=True))


def _aligned(
    piece: str, own: Interval, page: str, theirs: Interval, marks: tuple[list[Interval], list[Interval]],
    sounds: list[Interval],
) -> Iterator[Row]:  # fmt: skip
    left, right = _lines(piece, *own), _lines(page, *theirs)
    partners = _partners(left, right, sounds)
    done = 0
    for number, (place, text) in enumerate(right):
        partner = partners.get(number, -1)
        if partner < done:
            yield Row("page", (), _side(place, [diffs.Part("added", text)], "added", marks[1]))
            continue
        yield from (_missing(line, marks[0]) for line in left[done:partner])
        other, before = left[partner]
        parts = diffs.characters(before, text, shortest=1)
        yield Row("both", _side(other, parts, "removed", marks[0]), _side(place, parts, "added", marks[1]))
        done = partner + 1
    yield from (_missing(line, marks[0]) for line in left[done:])


def _missing(line: Line, marks: list[Interval]) -> Row:
    return Row("piece", _side(line[0], [diffs.Part("removed", line[1])], "removed", marks), ())


def _partners(left: list[Line], right: list[Line], sounds: list[Interval]) -> dict[int, int]:
    """For lines of the page the line of the piece that sounds most like it; a line without one is not named."""
    if not left or not right:
        return {}
    starts, others = [place for place, _text in left], [place for place, _text in right]
    end, other_end = left[-1][0] + len(left[-1][1]), right[-1][0] + len(right[-1][1])
    within = sounds[bisect_left(sounds, (starts[0], -1)) : bisect_left(sounds, (end, -1))]
    heard = {
        (bisect_right(others, other) - 1, bisect_right(starts, place) - 1, place)
        for place, other in within
        if others[0] <= other < other_end
    }
    alike = Counter((number, partner) for number, partner, _place in heard)
    best: dict[int, int] = {}
    for (number, partner), count in alike.most_common():
        shorter = min(len(right[number][1]), len(left[partner][1]))
        if number not in best and count >= ALIKE * shorter:
            best[number] = partner
    return best


def _side(place: int, parts: Sequence[diffs.Part], own: str, marks: list[Interval]) -> tuple[Part, ...]:
    """One side of a line: what is the same and what only this side has, cut where a difference begins or ends."""
    found: list[Part] = []
    for part in parts:
        if part.kind not in {"same", own}:
            continue
        plain = SAME if part.kind == "same" else VEIL
        cuts = sorted({0, len(part.text), *_within(place, len(part.text), marks)})
        for begin, end in pairwise(cuts):
            is_wrong = any(a < place + end and place + begin < b for a, b in marks)
            found.append(Part(WRONG if is_wrong else plain, part.text[begin:end]))
        place += len(part.text)
    return tuple(_joined(found))


def _within(place: int, length: int, marks: list[Interval]) -> Iterator[int]:
    for interval in marks:
        for edge in interval:
            if place < edge < place + length:
                yield edge - place


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    last: Part | None = None
    for part in parts:
        if last is not None and last.kind == part.kind:
            last = Part(last.kind, last.text + part.text)
            continue
        if last is not None and last.text:
            yield last
        last = part
    if last is not None and last.text:
        yield last

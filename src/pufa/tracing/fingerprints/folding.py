"""Folds a text to what a reader hears: characters without disguise and toneless letters, each with its place."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints import arranging, spellings
from pufa.tracing.fingerprints.results import Disguise, DisguiseKind
from pufa.tracing.fingerprints.tables import BOPOMOFO, COUNTED, SIZE, Tables, tables

Places = NDArray[np.int32]
# What is left of markup in a badly copied page: &nbsp; &#20013; &amp;nbsp; <br/>
_ENTITY: Final = re.compile(
    r"&(?:amp;)*(?P<name>#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});|</?[a-zA-Z][^<>\u4e00-\u9fff]{0,200}>"
)
_LOWER: Final = (ord("a"), ord("z"))


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A folded text.

    ``signs``: code points of what is read (characters, letters, digits); ``places``: where each stands in the text as
    given. ``letters``: the toneless reading of all of it, without the h of zh, ch, sh and the g of ng;
    ``owners``: which
    sign each letter belongs to. ``disguises``: what was seen in this text alone. ``quoted``: stretches of the text,
    from and to, known to be others' words, such as an article of a law printed in full.
    """

    text: str
    signs: NDArray[np.uint32]
    places: Places
    letters: NDArray[np.uint8]
    owners: Places
    disguises: tuple[Disguise, ...] = field(default=())
    quoted: tuple[tuple[int, int], ...] = field(default=())

    @property
    def letter_places(self) -> Places:
        """Where the sign of each letter stands."""
        return self.places[self.owners]

    def within(self, spans: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
        """Which letters stand in one of these stretches of the text."""
        spans = list(spans)
        if not spans:
            return np.zeros(len(self.letters), np.bool_)
        marks = np.zeros(len(self.text) + 1, np.int64)
        for start, end in spans:
            marks[start] += 1
            marks[end] -= 1
        return (np.cumsum(marks) > 0)[self.letter_places]

    @property
    def characters(self) -> str:
        """The folded signs as a text."""
        return self.signs.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")

    @property
    def spelled(self) -> str:
        """The letters as a text."""
        return self.letters.tobytes().decode("ascii")


def fold(text: str) -> Folded:
    """What a reader hears of a text, with the way back to it."""
    table = tables()
    plain, moved = _without_entities(text) if "&" in text or "<" in text else (text, None)
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = np.minimum(codes, SIZE - 1)
    seen = _counted(codes, table)
    order = arranging.arranged(plain, codes)
    if order is not None:
        codes = codes[order[0]]
        plain = "".join(map(plain.__getitem__, order[0].tolist()))
        seen.append(Disguise(order[1], len(codes)))
    folded = table.folded[codes]
    places = np.flatnonzero(folded).astype(np.int32)
    signs = folded[places]
    if moved is not None:
        seen.append(Disguise(DisguiseKind.ENTITIES, len(moved)))
    is_latin = (signs >= _LOWER[0]) & (signs <= _LOWER[1])
    has_bopomofo = bool(((signs >= BOPOMOFO.start) & (signs < BOPOMOFO.stop)).any())
    if has_bopomofo or np.count_nonzero(is_latin) > 1:
        signs, places, more = spellings.take_out(plain, codes, signs, places)
        seen.extend(more)
    letters, owners = _read(signs, table)
    if order is not None:
        places = order[0][places].astype(np.int32)
    if moved is not None:
        places = moved.back(places)
    return Folded(text, signs, places, letters, owners, tuple(seen))


def _read(signs: NDArray[np.uint32], table: Tables) -> tuple[NDArray[np.uint8], Places]:
    """The letters of signs; near sounds (z and zh, n and ng) are made one, for a typist takes one for the other."""
    length = table.length[signs]
    ends = np.cumsum(length, dtype=np.int64)
    begins = signs.astype(np.int64) * table.letters.shape[1] - (ends - length)
    letters = table.letters.reshape(-1)[np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(begins, length)]
    owners = np.repeat(np.arange(len(signs), dtype=np.int32), length)
    if len(letters) < 2:
        return letters, owners
    before, after = letters[:-1], letters[1:]
    hissing = (before == ord("z")) | (before == ord("c")) | (before == ord("s"))
    silent = (hissing & (after == ord("h"))) | ((before == ord("n")) & (after == ord("g")))
    kept = np.append(True, ~silent)
    return letters[kept], owners[kept]


def _counted(codes: NDArray[np.uint32], table: Tables) -> list[Disguise]:
    """Disguises of single signs: how many of each kind."""
    kinds = table.disguise[codes]
    at = np.flatnonzero(kinds)
    if not len(at):
        return []
    counts = np.bincount(kinds[at], minlength=len(COUNTED) + 1)
    return [Disguise(kind, int(counts[code])) for code, kind in enumerate(COUNTED, start=1) if counts[code]]


@dataclass(frozen=True, slots=True)
class _Moved:
    """Where signs of the text without entities stand in the text with them."""

    starts: Places
    shifts: Places

    def __len__(self) -> int:
        return len(self.starts) - 1

    def back(self, places: Places) -> Places:
        """Places in the text as given."""
        return (places + self.shifts[np.searchsorted(self.starts, places, side="right") - 1]).astype(np.int32)


def _without_entities(text: str) -> tuple[str, _Moved | None]:
    pieces, starts, shifts = [], [0], [0]
    position = size = 0
    for found in _ENTITY.finditer(text):
        sign = html.unescape(f"&{found['name']};") if found["name"] else " "
        if len(sign) != 1:
            continue
        before = text[position : found.start()]
        pieces += [before, sign]
        size += len(before) + 1
        position = found.end()
        starts.append(size)
        shifts.append(position - size)
    if not pieces:
        return text, None
    pieces.append(text[position:])
    return "".join(pieces), _Moved(np.array(starts, np.int32), np.array(shifts, np.int32))

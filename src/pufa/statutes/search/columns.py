"""The facts of all articles as arrays, their pairs of characters as numbers: hundreds of candidates in a few steps."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pufa.statutes.search.facts import Fact

Array = npt.NDArray[Any]
CODES: Final = 1 << 18  # numbers of pairs; two pairs of one article seldom share one
_FACTOR: Final = 0x9E3779B1  # large and odd: spreads neighbouring characters


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One entry an article; days as numbers (20270101), laws and places (law and headings) as numbers from 0."""

    promulgated: Array
    first: Array
    last: Array
    law: Array
    place: Array
    number: Array
    law_pointers: Array
    article_pointers: Array
    length: Array
    is_liability: Array
    key: Array  # the same for an article in all texts of its law, with its 之N
    keys: dict[tuple[str, int], int]  # by short name and number
    law_names: tuple[str, ...]  # short names, by the number of the law

    @classmethod
    def of(cls, facts: tuple[Fact, ...]) -> "Columns":
        """The columns of these articles."""
        laws = {name: at for at, name in enumerate(dict.fromkeys(fact.law for fact in facts))}
        places = {name: at for at, name in enumerate(dict.fromkeys(fact.place for fact in facts))}
        keys = {key: at for at, key in enumerate(dict.fromkeys((fact.short_name, fact.number) for fact in facts))}
        short = {laws[fact.law]: fact.short_name for fact in facts}
        return cls(
            promulgated=np.array([_day(fact.promulgated) for fact in facts], np.int32),
            first=np.array([_day(fact.first) for fact in facts], np.int32),
            last=np.array([_day(fact.last) for fact in facts], np.int32),
            law=np.array([laws[fact.law] for fact in facts], np.int32),
            place=np.array([places[fact.place] for fact in facts], np.int32),
            number=np.array([fact.number for fact in facts], np.int32),
            law_pointers=np.array([fact.law_pointers for fact in facts], np.float32),
            article_pointers=np.array([fact.article_pointers for fact in facts], np.float32),
            length=np.array([fact.length for fact in facts], np.float32),
            is_liability=np.array(["法律责任" in fact.place for fact in facts], np.float32),
            key=np.array([keys[fact.short_name, fact.number] for fact in facts], np.int32),
            keys=keys,
            law_names=tuple(short[at] for at in range(len(laws))),
        )


def _day(iso: str) -> int:
    return int(iso.replace("-", "") or 0)


@lru_cache(maxsize=8)
def found_on(columns: Columns, day: date) -> Array:
    """Which articles may be found on a day: those in force, and those promulgated of laws without a text in force."""
    today = _day(day.isoformat())
    in_force = (columns.first <= today) & (today <= columns.last)
    has_text = np.zeros(len(columns.law_names), bool)
    has_text[columns.law[in_force]] = True
    to_come = (columns.promulgated <= today) & (today < columns.first) & ~has_text[columns.law]
    return in_force | to_come


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of characters of texts, one text behind the other, each from `starts[n]` to `starts[n + 1]`."""

    codes: Array
    starts: Array

    def of(self, numbers: Array) -> tuple[Array, Array]:
        """The pairs of some texts one behind the other, and where each text begins in them, with the end."""
        lengths = self.starts[numbers + 1] - self.starts[numbers]
        begins = np.concatenate([[0], np.cumsum(lengths)])
        at = np.repeat(self.starts[numbers] - begins[:-1], lengths) + np.arange(begins[-1])
        return self.codes[at], begins


@dataclass(frozen=True, slots=True)
class Written:
    """The pairs of all articles, those of names and headings above, and how much each tells: the rarer, the more."""

    text: Pairs
    place: Pairs
    weights: Array


def codes(pairs: list[str]) -> Array:
    """The numbers of pairs of characters."""
    return np.array([_code(pair) for pair in pairs], np.uint32)


def _code(pair: str) -> int:
    found = 0
    for sign in pair:
        found = ((found ^ ord(sign)) * _FACTOR) & 0xFFFFFFFF
        found ^= found >> 15
    return found % CODES


def write(folder: Path, texts: list[list[str]], places: list[list[str]]) -> None:
    """Keeps the pairs of articles and of what stands above them in a new folder."""
    folder.mkdir()
    frequency = np.zeros(CODES, np.int32)
    for name, rows in (("text", texts), ("place", places)):
        numbers = [codes(row) for row in rows]
        np.save(folder / f"{name}.npy", np.concatenate([*numbers, np.zeros(0, np.uint32)]))
        np.save(folder / f"{name}_starts.npy", np.cumsum([0, *map(len, numbers)]))
        if name == "text":
            for row in numbers:
                frequency[np.unique(row)] += 1
    weights = np.log1p((len(texts) - frequency + 0.5).clip(0.5) / (frequency + 0.5))
    np.save(folder / "weights.npy", weights.astype(np.float32))


def read(folder: Path) -> Written:
    """What `write` kept, mapped into memory: processes share it."""

    def kept(name: str) -> Array:
        return np.load(folder / f"{name}.npy", mmap_mode="r")

    return Written(
        Pairs(kept("text"), kept("text_starts")), Pairs(kept("place"), kept("place_starts")), kept("weights")
    )

"""What was learned from questions: weights of what is known of an article, and how often each answered one.

`weights.toml` is made by `benchmarks/learn_law_search.py`; it holds numbers, never questions.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import numpy as np

from pufa.statutes.search.columns import Array, Columns

Answers = Mapping[tuple[str, int], int]  # short name of a law and number of an article → questions it answers


@dataclass(frozen=True, slots=True)
class Weights:
    """Of each number in `describing.NAMES`, and of laws by short name."""

    numbers: Mapping[str, float]
    laws: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights without and with vectors, and the answers."""

    lexical: Weights
    dense: Weights
    answers: Answers


@cache
def learned() -> Learned:
    """What is installed."""
    data = tomllib.loads(resources.files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))
    answers = {(law, int(number)): count for law, row in data["answers"].items() for number, count in row.items()}
    lexical, dense = (Weights(data[kind]["numbers"], data[kind]["laws"]) for kind in ("lexical", "dense"))
    return Learned(lexical, dense, answers)


@dataclass(frozen=True, slots=True)
class Answered:
    """How many questions each article answered, the ones beside it, those further off, its chapter and its law; as
    logarithms of one more."""

    itself: Array
    beside: Array
    around: Array
    place: Array
    law: Array

    @classmethod
    def of(cls, columns: Columns, answers: Answers) -> "Answered":
        """The counts for all articles; an article counts for every text of its law and with all its 之N."""
        counts = np.zeros(len(columns.keys))
        for key, count in answers.items():
            if key in columns.keys:
                counts[columns.keys[key]] = count
        itself = counts[columns.key]
        keys, places, laws = _once(columns)
        of_places = np.bincount(places, counts[keys], minlength=columns.place.max(initial=-1) + 1)
        of_laws = np.bincount(laws, counts, minlength=len(columns.law_names))
        beside, around = (_shifted(columns, itself, steps) for steps in ((-1, 1), (-3, -2, 2, 3)))
        found = (itself, beside, around, of_places[columns.place], of_laws[columns.law])
        return cls(*(np.log1p(one).astype(np.float32) for one in found))


def _shifted(columns: Columns, counts: Array, steps: tuple[int, ...]) -> Array:
    """For each article the sum of the counts of those so many places away in the same law."""
    total = np.zeros(len(counts))
    for step in steps:
        here, there = _neighbours(columns, step)
        total[here] += counts[there]
    return total


@lru_cache(maxsize=8)
def _neighbours(columns: Columns, step: int) -> tuple[Array, Array]:
    """Articles that have another of their law so many places away, and that one."""
    here = np.arange(max(0, -step), len(columns.law) - max(0, step))
    there = here + step
    is_other = (columns.law[here] == columns.law[there]) & (columns.key[here] != columns.key[there])
    return here[is_other], there[is_other]


@lru_cache(maxsize=2)
def _once(columns: Columns) -> tuple[Array, Array, Array]:
    """Each article of each chapter once, with that chapter; and the law of each article."""
    size = columns.place.max(initial=0) + 1
    keys, places = np.divmod(np.unique(columns.key.astype(np.int64) * size + columns.place), size)
    laws = np.zeros(len(columns.keys), np.int64)
    laws[columns.key] = columns.law
    return keys, places, laws

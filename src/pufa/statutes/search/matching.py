"""How much of a question stands in each article: the share of its pairs of characters, the longest run of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from pufa.statutes.search.columns import CODES, Array, Pairs, Written, codes
from pufa.statutes.search.words import pairs

LONGEST_RUN: Final = 7  # pairs; a longer one tells no more


@dataclass(frozen=True, slots=True)
class Asked:
    """The pairs of a question and of what it means, numbered in one list, with what each tells."""

    codes: Array
    weights: Array
    own: int  # how many at the front are the question's own
    table: Array  # from code to place in the list + 1, 0 for all others

    @classmethod
    def of(cls, written: Written, question: str, meant: str) -> "Asked":
        """The pairs of a question without its words of asking, and of the words of the law for it."""
        own = list(dict.fromkeys(pairs(question)))
        more = [pair for pair in dict.fromkeys(pairs(meant)) if pair not in own]
        numbers = codes(own + more)
        table = np.zeros(CODES, np.int16)
        table[numbers[::-1]] = np.arange(len(numbers), 0, -1, dtype=np.int16)
        return cls(numbers, written.weights[numbers], len(own), table)


def matched(written: Written, asked: Asked, numbers: Array) -> list[Array]:
    """For each article: the share of the question in its text, in its headings, in both; the share of what is meant;
    the longest run, counted up to `LONGEST_RUN`, and as a share of the question."""
    in_text, run = _found(written.text, asked, numbers)
    in_place, _ = _found(written.place, asked, numbers)
    both = in_text | in_place
    own, meant = asked.weights[: asked.own], asked.weights[asked.own :]
    whole, whole_meant = float(own.sum()) or 1.0, float(meant.sum()) or 1.0
    return [
        in_text[:, : asked.own] @ own / whole,
        in_place[:, : asked.own] @ own / whole,
        both[:, : asked.own] @ own / whole,
        both[:, asked.own :] @ meant / whole_meant,
        np.minimum(run, LONGEST_RUN) / LONGEST_RUN,
        run / max(asked.own, 1),
    ]


def _found(texts: Pairs, asked: Asked, numbers: Array) -> tuple[Array, Array]:
    """Which pairs asked for each text holds (texts, pairs), and its longest run of the question's own pairs."""
    found, begins = texts.of(numbers)
    at = asked.table[found].astype(np.int32)
    hit = np.flatnonzero(at)
    at = at[hit] - 1
    owner = np.searchsorted(begins, hit, side="right") - 1
    holds = np.zeros((len(numbers), len(asked.codes)), bool)
    holds[owner, at] = True
    runs = np.zeros(len(numbers), np.int32)
    own = at < asked.own
    hit, at, owner = hit[own], at[own], owner[own]
    if len(hit):
        breaks = (np.diff(hit) != 1) | (np.diff(at) != 1) | (np.diff(owner) != 0)
        starts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
        lengths = np.diff(np.concatenate([starts, [len(hit)]]))
        np.maximum.at(runs, owner[starts], lengths)
    return holds, runs

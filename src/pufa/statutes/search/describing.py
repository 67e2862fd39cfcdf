"""What is known of each candidate for a question: a row of numbers, named in `NAMES`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pufa.statutes.search import matching
from pufa.statutes.search.columns import Array, Columns, Written
from pufa.statutes.search.learned import Answered

ORDERS: Final = ("words", "pairs", "placed_pairs", "meant_words", "meant_pairs")
RANK_OFFSET: Final = 10
TINY: Final = 1e-6
LEXICAL_NAMES: Final = (
    *(f"{order}_{kind}" for order in ORDERS for kind in ("score", "rank")),
    "law_share", "law_best", "place_share", "place_best", "near", "wider",
    "law_pointers", "article_pointers", "length", "hinted", "named", "opening", "liability", "blame",
    "agreement", "agreement_law", "agreement_length",
    "in_text", "in_place", "in_both", "meant_in_both", "run", "run_share",
    "answered", "answered_ever", "answered_beside", "answered_around", "answered_place", "answered_law",
)  # fmt: skip
DENSE_NAMES: Final = (
    "dense_score", "dense_rank", "dense_log_rank", "dense_near", "dense_law", "dense_place", "dense_in_both",
    "dense_agreement",
)  # fmt: skip
NEAREST: Final = 200  # articles nearest in meaning that are candidates
COMPARED: Final = 100  # nearness is told on a scale from this one (0) to the first (1)
GATHERED: Final = 50  # of these it is asked in which laws and chapters they lie
_BLAME = re.compile("责任|处罚|罚款|判|罪|后果|违法|赔")


def names(*, has_vectors: bool) -> tuple[str, ...]:
    """What the numbers of a row are."""
    return LEXICAL_NAMES + DENSE_NAMES if has_vectors else LEXICAL_NAMES


@dataclass(frozen=True, slots=True)
class Order:
    """Articles in the order of their scores, best first."""

    numbers: Array
    scores: Array


@dataclass(frozen=True, slots=True)
class Candidates:
    """Articles by their number in the index, rising, and for each a row of the numbers named."""

    numbers: Array
    rows: Array


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, its pairs, and short names of laws that such questions are about."""

    text: str
    pairs: matching.Asked
    laws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """How near articles are to the question: all of them (-inf for those not to be found), and the nearest."""

    near: Array
    rising: Array  # minus the nearness of those with one, nearest first
    nearest: Order

    @classmethod
    def of(cls, near: Array, found: Array) -> "Meaning":
        """Of the nearness of all articles (nan without a vector) and which may be found."""
        is_known = found & ~np.isnan(near)
        kept = np.where(is_known, near, -np.inf)
        numbers = np.argpartition(-kept, min(NEAREST, len(kept) - 1))[:NEAREST]
        numbers = numbers[np.argsort(-kept[numbers], kind="stable")]
        numbers = numbers[is_known[numbers]]
        scores = kept[numbers] - (kept[numbers[-1]] if len(numbers) else 0.0) + TINY
        return cls(kept, np.sort(-kept[is_known]), Order(numbers, scores))


@dataclass(frozen=True, slots=True)
class Library:
    """What is known of all articles."""

    columns: Columns
    written: Written
    answered: Answered


def lexical(
    library: Library, question: Question, orders: Sequence[Order], most: int, nearest: Order | None = None
) -> Candidates:
    """The candidates of these orders (those of `ORDERS`) and of the nearest, at most so many, and what words tell."""
    found, scores, ranks, total = _joined([*orders, nearest] if nearest else orders)
    if nearest:
        total = total + scores[:, -1] ** 2  # meaning finds what words do not: it counts twice
        scores, ranks = scores[:, :-1], ranks[:, :-1]
    chosen = np.sort(np.argsort(-total, kind="stable")[:most])
    numbers, columns = found[chosen], library.columns
    scores, ranks = scores[chosen], ranks[chosen]
    agreed = scores.sum(1)
    shares = _shares(columns, found, total, chosen)
    length, is_liability = columns.length[numbers], columns.is_liability[numbers]
    rows = np.column_stack([
        np.stack([scores, ranks], 2).reshape(len(numbers), 2 * len(ORDERS)),
        *shares,
        columns.law_pointers[numbers], columns.article_pointers[numbers], length,
        *_of_laws(columns, question, numbers),
        columns.number[numbers] <= 1,
        is_liability, is_liability * bool(_BLAME.search(question.text)),
        agreed * agreed, agreed * shares[0], agreed * length,
        *matching.matched(library.written, question.pairs, numbers),
        *answers(library.answered, numbers),
    ])  # fmt: skip
    return Candidates(numbers, rows)


def answers(answered: Answered, numbers: Array) -> list[Array]:
    """The numbers whose names begin with "answered"."""
    itself = answered.itself[numbers]
    around = (answered.beside, answered.around, answered.place, answered.law)
    return [itself, itself > 0, *(one[numbers] for one in around)]


def _joined(orders: Sequence[Order]) -> tuple[Array, Array, Array, Array]:
    """All articles found, rising; their share of the best score and their rank in each order; the scores together."""
    found, at = np.unique(np.concatenate([order.numbers for order in orders]), return_inverse=True)
    scores, ranks = np.zeros((2, len(found), len(orders)))
    begin = 0
    for column, order in enumerate(orders):
        size = len(order.numbers)
        places = at[begin : begin + size]
        scores[places, column] = order.scores / (order.scores[0] or 1.0) if size else 0.0
        ranks[places, column] = RANK_OFFSET / (RANK_OFFSET + np.arange(size))
        begin += size
    return found, scores, ranks, (scores * scores).sum(1)


def _shares(columns: Columns, found: Array, total: Array, chosen: Array) -> list[Array]:
    """Of all that was found: the root of the share of the law, its best; the same of the chapter; the better of both
    neighbours; the four beyond together."""
    whole, top = total.sum() or 1.0, total.max(initial=0.0) or 1.0
    shares: list[Array] = []
    for groups in (columns.law[found], columns.place[found]):
        names, at = np.unique(groups, return_inverse=True)
        best = np.zeros(len(names))
        np.maximum.at(best, at, total)
        sums = np.bincount(at, total, minlength=len(names))
        shares += [np.sqrt(sums / whole)[at][chosen], (best / top)[at][chosen]]
    beside = {step: _stepped(found, total, chosen, step) for step in (-3, -2, -1, 1, 2, 3)}
    near = np.maximum(beside[-1], beside[1]) / top
    return [*shares, near, (beside[-2] + beside[2] + beside[-3] + beside[3]) / top]


def _stepped(found: Array, total: Array, chosen: Array, step: int) -> Array:
    """What was found so many places away from each chosen article."""
    wanted = found[chosen] + step
    at = np.minimum(np.searchsorted(found, wanted), len(found) - 1) if len(found) else wanted
    return np.where(found[at] == wanted, total[at], 0.0)


def _of_laws(columns: Columns, question: Question, numbers: Array) -> tuple[Array, Array]:
    """Whether the question hints at the article's law, whether it names it."""
    laws, at = np.unique(columns.law[numbers], return_inverse=True)
    names = [columns.law_names[law] for law in laws]
    hinted = np.array([name in question.laws for name in names], np.float32)
    named = np.array([name in question.text for name in names], np.float32)
    return hinted[at], named[at]


def of_meaning(library: Library, meaning: Meaning, candidates: Candidates) -> Array:
    """The numbers named in `DENSE_NAMES` for candidates described by words. Those without a vector count as the middle
    one of the others."""
    numbers, columns = candidates.numbers, library.columns
    known = meaning.near[numbers]
    middle = np.median(known[np.isfinite(known)]) if np.isfinite(known).any() else 0.0
    near = np.where(np.isfinite(known), known, middle)
    last, scale = _scale(meaning)
    score = (near - last) / scale
    rank = np.searchsorted(meaning.rising, -near)
    beside = np.maximum(*(_beside(columns, meaning, numbers, step) for step in (-1, 1)))
    beside = np.where(np.isfinite(beside), (beside - last) / scale, 0.0)
    gathered = meaning.nearest.numbers[:GATHERED]
    weights = 1 / (RANK_OFFSET / 2 + np.arange(len(gathered)))
    whole = weights.sum() or 1.0
    of_laws, of_places = (
        np.sqrt(np.bincount(group[gathered], weights, minlength=group.max(initial=0) + 1)[group[numbers]] / whole)
        for group in (columns.law, columns.place)
    )
    in_both, agreement = (candidates.rows[:, LEXICAL_NAMES.index(name)] for name in ("in_both", "agreement"))
    return np.column_stack([
        score, RANK_OFFSET / (RANK_OFFSET + rank), -np.log1p(rank), beside, of_laws, of_places,
        score * in_both, score * np.sqrt(agreement),
    ])  # fmt: skip


def _scale(meaning: Meaning) -> tuple[float, float]:
    if not len(meaning.rising):
        return 0.0, 1.0
    last = -float(meaning.rising[min(COMPARED, len(meaning.rising) - 1)])
    return last, (-float(meaning.rising[0]) - last) or 1.0


def _beside(columns: Columns, meaning: Meaning, numbers: Array, step: int) -> Array:
    """How near the article so many places away in the same law is, -inf where there is none."""
    there = np.clip(numbers + step, 0, len(columns.law) - 1)
    return np.where(columns.law[there] == columns.law[numbers], meaning.near[there], -np.inf)

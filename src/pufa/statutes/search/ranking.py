"""Ranks articles for a question: orders from the index and from vectors, joined by weights learned from questions.

Each order gives candidates with scores. What is known of a candidate (`describing`) is a row of numbers; the sum of
each times its weight (`learned`) orders the candidates.
"""

from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np

from pufa.statutes.search import columns, describing, learned, matching, orders
from pufa.statutes.search.colloquial import meant_by
from pufa.statutes.search.columns import Array
from pufa.statutes.search.dense import Loaded
from pufa.statutes.search.describing import Candidates, Library, Meaning, Order, Question
from pufa.statutes.search.facts import Fact
from pufa.statutes.search.index import Opened
from pufa.statutes.search.words import essence

# Of all candidates, those with the highest scores together.
DESCRIBED: Final = 160
DESCRIBED_WITH_VECTORS: Final = 200


@lru_cache(maxsize=2)
def library(opened: Opened) -> Library:
    """What is known of all articles of an index, with the answers as learned."""
    answered = learned.Answered.of(opened.columns, learned.learned().answers)
    return Library(opened.columns, opened.written, answered)


def candidates(
    opened: Opened, question: str, *, day: date, labels: tuple[str, ...] = (), vectors: Loaded | None = None
) -> Candidates:
    """The best articles found on a day that the orders give, and what is known of each."""
    found = columns.found_on(opened.columns, day)
    meant, asked = meant_by(question), essence(question)
    given = []
    for order in orders.orders(opened, asked, meant.terms, labels):
        is_found = found[order.numbers]
        given.append(Order(order.numbers[is_found], order.scores[is_found]))
    wanted = Question(question, matching.Asked.of(opened.written, asked, " ".join(meant.terms)), meant.laws)
    if vectors is None:
        return describing.lexical(library(opened), wanted, given, DESCRIBED)
    for label in labels:
        found = found & _labelled(opened, label)
    meaning = Meaning.of(vectors.nearness(question), found)
    by_words = describing.lexical(library(opened), wanted, given, DESCRIBED_WITH_VECTORS, meaning.nearest)
    more = describing.of_meaning(library(opened), meaning, by_words)
    return Candidates(by_words.numbers, np.hstack([by_words.rows, more]))


def ranked(
    opened: Opened,
    question: str,
    *,
    day: date,
    labels: tuple[str, ...] = (),
    limit: int,
    vectors: Loaded | None = None,
) -> list[tuple[Fact, float]]:
    """The best articles with their scores, best first. A score compares articles of one question only."""
    found = candidates(opened, question, day=day, labels=labels, vectors=vectors)
    by_number, by_law = _weights(opened, has_vectors=vectors is not None)
    scores = found.rows @ by_number + by_law[opened.columns.law[found.numbers]]
    best = np.argsort(-scores, kind="stable")[:limit]
    return [(opened.facts[found.numbers[at]], float(scores[at])) for at in best]


@lru_cache(maxsize=4)
def _weights(opened: Opened, *, has_vectors: bool) -> tuple[Array, Array]:
    weights = learned.learned().dense if has_vectors else learned.learned().lexical
    by_number = np.array([weights.numbers[name] for name in describing.names(has_vectors=has_vectors)])
    return by_number, np.array([weights.laws.get(name, 0.0) for name in opened.columns.law_names])


@lru_cache(maxsize=64)
def _labelled(opened: Opened, label: str) -> Array:
    """Which articles bear a label as `index` writes it."""
    return np.array([label in {f"law:{fact.law}", f"field:{fact.field}"} for fact in opened.facts])

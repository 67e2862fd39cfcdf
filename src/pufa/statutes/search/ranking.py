"""Ranks articles for a question: five orders from the index, joined by weights learned from questions.

Each order gives candidates with scores. What is known of a candidate (its scores and ranks, how much of all that was
found lies in its law and chapter, what its neighbours got, how often laws point to it) is a row of numbers; the sum of
each times its weight (`weights.toml`, made by `benchmarks/learn_law_search.py`) orders the candidates.
"""

import heapq
import math
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul
from typing import Final

import tantivy

from pufa.statutes.search import colloquial
from pufa.statutes.search.index import Fact, Opened
from pufa.statutes.search.words import essence, pairs, words

CANDIDATES: Final = 150  # of each order
MOST_TERMS: Final = 48
RANK_OFFSET: Final = 10
EXPANSION_WEIGHT: Final = 0.5
PLACE_WEIGHT: Final = 1.0
ORDERS: Final = ("words", "pairs", "placed_words", "placed_pairs", "meant")
NAMES: Final = (
    *(f"{order}_score" for order in ORDERS),
    *(f"{order}_rank" for order in ORDERS),
    "law_share", "place_share", "law_best", "place_best", "near", "wider",
    "law_pointers", "article_pointers", "length", "hinted", "named", "opening", "liability", "blame",
)  # fmt: skip
_BLAME = re.compile("责任|处罚|罚款|判|罪|后果|违法|赔")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Articles by their number in the index, and for each the numbers named in `NAMES`."""

    articles: list[int]
    rows: list[list[float]]


Found = dict[int, float]


def candidates(opened: Opened, question: str, *, day: str, labels: tuple[str, ...] = ()) -> Candidates:
    """Every article in force on a day (ISO) that one of the orders gives, and what is known of it."""
    facts = opened.facts
    meant = colloquial.meant_by(question)
    orders = [
        {number: score for number, score in order.items() if facts[number].first <= day <= facts[number].last}
        for order in _orders(opened, essence(question), meant.terms, labels)
    ]
    total: defaultdict[int, float] = defaultdict(float)
    columns: list[tuple[Found, Found]] = []
    for order in orders:
        top = max(order.values(), default=1.0) or 1.0
        shares = {number: score / top for number, score in order.items()}
        ranks = {number: RANK_OFFSET / (RANK_OFFSET + rank) for rank, number in enumerate(order)}
        columns.append((shares, ranks))
        for number, share in shares.items():
            total[number] += share * share
    return _described(facts, question, meant.laws, total, columns)


def _described(
    facts: tuple[Fact, ...], question: str, laws: tuple[str, ...], total: Found, columns: list[tuple[Found, Found]]
) -> Candidates:
    articles = sorted(total)
    around = _Around(facts, total)
    is_blaming = bool(_BLAME.search(question))
    rows = []
    for number in articles:
        fact = facts[number]
        row = [shares.get(number, 0.0) for shares, _ in columns]
        row += [ranks.get(number, 0.0) for _, ranks in columns]
        row += around.row(number)
        is_liability = "法律责任" in fact.place
        row += [
            fact.law_pointers, fact.article_pointers, fact.length,
            float(fact.short_name in laws), float(fact.short_name in question),
            float(fact.number <= 1), float(is_liability), float(is_liability and is_blaming),
        ]  # fmt: skip
        rows.append(row)
    return Candidates(articles, rows)


@cache
def weights() -> tuple[tuple[float, ...], dict[str, float]]:
    """The learned weights: of each number in `NAMES`, and of laws by short name."""
    data = tomllib.loads(resources.files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))
    return tuple(float(data["weights"][name]) for name in NAMES), dict(data["laws"])


def ranked(
    opened: Opened, question: str, *, day: str, labels: tuple[str, ...] = (), limit: int
) -> list[tuple[Fact, float]]:
    """The best articles with their scores, best first. A score compares articles of one question only."""
    found = candidates(opened, question, day=day, labels=labels)
    by_name, by_law = weights()
    scored = []
    for number, row in zip(found.articles, found.rows, strict=True):
        score = sum(map(mul, by_name, row)) + by_law.get(opened.facts[number].short_name, 0.0)
        scored.append((-score, number))
    return [(opened.facts[number], -score) for score, number in heapq.nsmallest(limit, scored)]


class _Around:
    """How the candidates lie: what share of all that was found is in a law, in a chapter, right beside."""

    def __init__(self, facts: tuple[Fact, ...], total: dict[int, float]) -> None:
        self.facts, self.total = facts, total
        self.laws: defaultdict[str, float] = defaultdict(float)
        self.places: defaultdict[str, float] = defaultdict(float)
        self.best_of_law: defaultdict[str, float] = defaultdict(float)
        self.best_of_place: defaultdict[str, float] = defaultdict(float)
        for number, value in total.items():
            fact = facts[number]
            self.laws[fact.law] += value
            self.places[fact.place] += value
            self.best_of_law[fact.law] = max(self.best_of_law[fact.law], value)
            self.best_of_place[fact.place] = max(self.best_of_place[fact.place], value)
        self.sum = sum(total.values()) or 1.0
        self.top = max(total.values(), default=1.0)

    def row(self, number: int) -> list[float]:
        fact, get = self.facts[number], self.total.get
        beside = max(get(number - 1, 0.0), get(number + 1, 0.0))
        further = get(number - 2, 0.0) + get(number + 2, 0.0) + get(number - 3, 0.0) + get(number + 3, 0.0)
        return [
            math.sqrt(self.laws[fact.law] / self.sum),
            math.sqrt(self.places[fact.place] / self.sum),
            self.best_of_law[fact.law] / self.top,
            self.best_of_place[fact.place] / self.top,
            beside / self.top,
            further / self.top,
        ]


def _orders(opened: Opened, question: str, terms: tuple[str, ...], labels: tuple[str, ...]) -> list[Found]:
    schema = opened.index.schema
    must = [
        (tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.term_query(schema, "label", one), 0.0))
        for one in labels
    ]
    by_words = dict.fromkeys(words(question), 1.0)
    by_pairs = dict.fromkeys(pairs(question), 1.0)
    more = " ".join(terms)
    meant = dict.fromkeys(words(more), EXPANSION_WEIGHT) | by_words
    place = (("text", 1.0), ("place", PLACE_WEIGHT))
    asked = (
        ("words", by_words, place[:1]),
        ("pairs", by_pairs, place[:1]),
        ("words", by_words, place),
        ("pairs", by_pairs, place),
        ("words", meant, place),
    )
    searcher = opened.index.searcher()
    return [_ask(searcher, _any_of(schema, kind, wanted, fields), must) for kind, wanted, fields in asked]


Clause = tuple[tantivy.Occur, tantivy.Query]


def _any_of(
    schema: tantivy.Schema, kind: str, terms: dict[str, float], fields: tuple[tuple[str, float], ...]
) -> list[Clause]:
    any_of = []
    for term, weight in list(terms.items())[:MOST_TERMS]:
        for field, boost in fields:
            one = tantivy.Query.term_query(schema, f"{field}_{kind}", term, index_option="freq")
            if weight * boost != 1.0:
                one = tantivy.Query.boost_query(one, weight * boost)
            any_of.append((tantivy.Occur.Should, one))
    return any_of


def _ask(searcher: tantivy.Searcher, any_of: list[Clause], must: list[Clause]) -> Found:
    """The best articles with their scores, best first."""
    if not any_of:
        return {}
    query = tantivy.Query.boolean_query(any_of)
    if must:
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *must])
    hits = searcher.search(query, CANDIDATES, count=False).hits
    numbers = searcher.fast_field_values("n", [address for _, address in hits])
    return {int(number or 0): float(score) for number, (score, _) in zip(numbers, hits, strict=True)}

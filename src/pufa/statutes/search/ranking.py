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

CANDIDATES: Final = 120  # of each order
DESCRIBED: Final = 160  # of all candidates, those with the highest scores together
MOST_TERMS: Final = 72
RANK_OFFSET: Final = 10
EXPANSION_WEIGHT: Final = 0.5
PLACE_WEIGHT: Final = 1.0
ORDERS: Final = ("words", "pairs", "placed_pairs", "meant_words", "meant_pairs")
NAMES: Final = (
    *(f"{order}_score" for order in ORDERS),
    *(f"{order}_rank" for order in ORDERS),
    "law_share", "place_share", "law_best", "place_best", "near", "wider",
    "law_pointers", "article_pointers", "length", "hinted", "named", "opening", "liability", "blame",
    "agreement", "agreement_law", "agreement_length",
)  # fmt: skip
_BLAME = re.compile("责任|处罚|罚款|判|罪|后果|违法|赔")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Articles by their number in the index, and for each the numbers named in `NAMES`."""

    articles: list[int]
    rows: list[list[float]]


Found = dict[int, float]


def candidates(opened: Opened, question: str, *, day: str, labels: tuple[str, ...] = ()) -> Candidates:
    """The best articles in force on a day (ISO) that the orders give, and what is known of each."""
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
    articles = sorted(heapq.nlargest(DESCRIBED, total, key=total.__getitem__))
    around = _Around(facts, total)
    is_blaming = bool(_BLAME.search(question))
    by_order = [*(shares.get for shares, _ in columns), *(ranks.get for _, ranks in columns)]
    asked: dict[str, tuple[float, float]] = {}
    blame: dict[str, tuple[float, float]] = {}
    rows = []
    for number in articles:
        fact = facts[number]
        if (name := fact.short_name) not in asked:
            asked[name] = (float(name in laws), float(name in question))
        if (place := fact.place) not in blame:
            is_liability = "法律责任" in place
            blame[place] = (float(is_liability), float(is_liability and is_blaming))
        row = [get(number, 0.0) for get in by_order]
        row += around.row(number)
        row += (fact.law_pointers, fact.article_pointers, fact.length, *asked[name], float(fact.number <= 1))
        row += blame[place]
        agreed = sum(row[: len(ORDERS)])
        row += (agreed * agreed, agreed * row[2 * len(ORDERS)], agreed * fact.length)
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

    def __init__(self, facts: tuple[Fact, ...], total: Found) -> None:
        self.facts = facts
        whole, self.top = sum(total.values()) or 1.0, max(total.values(), default=1.0) or 1.0
        self.get = total.get
        of_laws: defaultdict[str, list[float]] = defaultdict(list)
        of_places: defaultdict[str, list[float]] = defaultdict(list)
        for number, value in total.items():
            of_laws[facts[number].law].append(value)
            of_places[facts[number].place].append(value)
        self.laws, self.places = (
            {name: (math.sqrt(sum(values) / whole), max(values) / self.top) for name, values in each.items()}
            for each in (of_laws, of_places)
        )

    def row(self, number: int) -> tuple[float, ...]:
        """Share and best of the law, of the chapter; the better of both neighbours, the four beyond together."""
        fact, get, top = self.facts[number], self.get, self.top
        (law_share, law_best), (place_share, place_best) = self.laws[fact.law], self.places[fact.place]
        beside = max(get(number - 1, 0.0), get(number + 1, 0.0))
        beyond = get(number - 2, 0.0) + get(number + 2, 0.0) + get(number - 3, 0.0) + get(number + 3, 0.0)
        return law_share, place_share, law_best, place_best, beside / top, beyond / top


def _orders(opened: Opened, question: str, terms: tuple[str, ...], labels: tuple[str, ...]) -> list[Found]:
    schema = opened.index.schema
    must = [
        (tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.term_query(schema, "label", one), 0.0))
        for one in labels
    ]
    by_words = dict.fromkeys(words(question), 1.0)
    by_pairs = dict.fromkeys(pairs(question), 1.0)
    more = " ".join(terms)
    meant_words = by_words | _more(words(more), by_words)
    meant_pairs = by_pairs | _more(pairs(more), by_pairs)
    place = (("text", 1.0), ("place", PLACE_WEIGHT))
    asked = (
        ("words", by_words, place[:1]),
        ("pairs", by_pairs, place[:1]),
        ("pairs", by_pairs, place),
        ("words", meant_words, place),
        ("pairs", meant_pairs, place),
    )
    searcher = opened.index.searcher()
    return [_ask(searcher, _any_of(schema, kind, wanted, fields), must) for kind, wanted, fields in asked]


def _more(terms: list[str], asked: dict[str, float]) -> dict[str, float]:
    return {term: EXPANSION_WEIGHT for term in terms if term not in asked}


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

"""Asks the index: five orders of articles, by words and by pairs of characters, as asked and as meant."""

from typing import Final

import numpy as np
import tantivy

from pufa.statutes.search.describing import Order
from pufa.statutes.search.index import Opened
from pufa.statutes.search.words import pairs, words

CANDIDATES: Final = 120  # of each order
MOST_TERMS: Final = 72
EXPANSION_WEIGHT: Final = 0.5
PLACE_WEIGHT: Final = 1.0
Clause = tuple[tantivy.Occur, tantivy.Query]


def orders(opened: Opened, question: str, terms: tuple[str, ...], labels: tuple[str, ...]) -> list[Order]:
    """The orders named in `describing.ORDERS` for a question and the words of the law for it."""
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


def _ask(searcher: tantivy.Searcher, any_of: list[Clause], must: list[Clause]) -> Order:
    if not any_of:
        return Order(np.zeros(0, np.int64), np.zeros(0))
    query = tantivy.Query.boolean_query(any_of)
    if must:
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *must])
    hits = searcher.search(query, CANDIDATES, count=False).hits
    numbers = searcher.fast_field_values("n", [address for _, address in hits])
    return Order(np.array(numbers, np.int64), np.array([score for score, _ in hits], np.float64))

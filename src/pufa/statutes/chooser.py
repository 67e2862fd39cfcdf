"""The chooser of articles at the desk: find one, look at it, take it whole or a paragraph or item of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from pufa.lib import clock
from pufa.statutes import answers, cards, lookup, queries
from pufa.statutes.citations import MentionedPlace
from pufa.statutes.converters import Place
from pufa.statutes.lookup import Name
from pufa.statutes.models import Article, Law, State
from pufa.statutes.parsing import Line
from pufa.ui.errors import Refusal

Context = dict[str, Any]
OPENING: Final = 46  # characters of an article in the list of a law
MOST_ARTICLES: Final = 12
MOST_LAWS: Final = 5
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")


@dataclass(frozen=True, slots=True)
class Part:
    """What can be cited: the article, a paragraph, an item; `citation` as it is kept, `text` its words."""

    citation: str
    label: str
    text: str
    level: int


def found(question: str) -> Context:
    """Laws of that name and articles that answer a question or are named by it."""
    if not question.strip():
        return {"query": "", "is_empty": not lookup.names()}
    result = answers.answers(question, count=MOST_ARTICLES)
    shown = ([result.best] if result.best else []) + list(result.rows)
    pointed = lookup.pointed(question)
    laws = [pointed.law] if pointed else [law for law in lookup.matching(question, MOST_LAWS) if law.is_law]
    slugs = {one.pk: one.slug for one in lookup.names()}
    rows = [{"answer": one, "slug": slugs[one.key[0]], "place": Place(one.key[1], one.key[2])} for one in shown]
    return {"query": question, "laws": laws, "rows": rows, "notice": result.notice}


def browsed(slug: str) -> Context:
    """The articles of a law in force, below their headings. Raises Law.DoesNotExist."""
    law, name = queries.law(slug), _name(slug)
    version = queries.shown_version(law, clock.today())
    rows = queries.articles(version) if version else []
    groups = [
        {
            "title": str(division) if division else "",
            "rows": [{"label": row.label, "place": row.place, "opening": _opening(row.text)} for row in listed],
        }
        for division, listed in groupby(rows, key=lambda row: row.division)
    ]
    return {"law": law, "name": name, "version": version, "groups": groups}


def _opening(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= OPENING else f"{line[:OPENING]}……"


def _name(slug: str) -> Name:
    return next(one for one in lookup.names() if one.slug == slug)


def article(slug: str, place: Place) -> Context:
    """An article in the words in force, with what of it can be cited. Raises Law.DoesNotExist, Article.DoesNotExist."""
    law = queries.law(slug)
    version = queries.shown_version(law, clock.today())
    if version is None:
        raise Article.DoesNotExist
    version.law = law
    row = queries.article(version, place.number, place.sub)
    state = version.state_on(clock.today())
    sentences = [one.strip() for one in _SENTENCE.findall(row.text) if one.strip()]
    return {
        "law": law,
        "row": row,
        "version": version,
        "state": str(state),
        "may_insert": state == State.IN_FORCE and row.number,
        "parts": list(_parts(law, row)),
        "sentences": sentences if len(sentences) > 1 else [],
    }


def _parts(law: Law, row: Article) -> Iterator[Part]:
    """The whole article first, then its paragraphs, then the items below each."""
    lines = [line for line in row.lines() if line.role in {"paragraph", "item"}]
    name, article = cards.cited_name(law), cards.cited_place(MentionedPlace(row.number, row.sub, None, None))
    yield Part(name + article, row.label, "".join(line.text for line in lines), 0)
    has_more = len({line.paragraph for line in lines}) > 1 or any(line.role == "item" for line in lines)
    for line in lines if has_more else ():
        place = MentionedPlace(row.number, row.sub, line.paragraph, line.item or None)
        label = cards.cited_place(place).removeprefix(article)
        yield Part(name + cards.cited_place(place), label, line.text, 1 + _is_item(line))


def _is_item(line: Line) -> bool:
    return line.role == "item"


def preview(citation: str, sentence: str) -> Context:
    """How a citation will be shown, or why it names no article in force."""
    if not citation.strip():
        return {}
    try:
        words = cards.settled(citation, sentence)
    except Refusal as refusal:
        return {"refusal": refusal, "card": cards.card(citation, sentence), "citation": citation}
    return {"card": cards.card(words, sentence), "citation": words}

"""Answers a question: asks the index by words and by pairs of characters, joins both orders, shows what is public now.

The index only ranks. Whether a page is published, its title and its text are read from the database for every answer,
so that a withdrawn piece is never shown, even if the index should lag behind.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.utils.safestring import SafeString

from pufa.portal import queries
from pufa.portal.search import filling, index, snippets
from pufa.portal.search.words import tidy
from pufa.ui import searching

CANDIDATES: Final = 200
PER_PAGE: Final = 10
RANK_OFFSET: Final = 10  # of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009); small, because lists are short
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; `text` is safe HTML with the words asked for in <mark>."""

    page_id: int
    url: str
    title: str
    text: SafeString
    source: str
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Results:
    """What was found; `page` is one page of a list of pages, `question` as it was understood."""

    question: str
    hits: tuple[Hit, ...]
    total: int
    page: "ListPage[int] | None" = None
    is_unavailable: bool = False


def find(
    text: str,
    page: int | str = 1,
    *,
    brand: int | None = None,
    series: int | None = None,
    topic: int | None = None,
    page_type: str = "",
) -> Results:
    """Published pages that answer a question, best first; without a question, the pieces of a brand, series or topic.

    `page_type` names the pages of one room of `ui.searching`; without it, all pages but those of rooms. If there is no
    index it is made first. If another process has been making it for too long, the result says that
    search is unavailable.
    """
    question = tidy(text)
    wanted = {"brand": brand, "series": series, "topic": topic}
    labels = [f"{kind}:{number}" for kind, number in wanted.items() if number is not None]
    if not question:
        return _listed(queries.listed_ids(wanted) if labels else [], "", page)
    try:
        place = filling.ensure()
        orders = index.ranked(place, question, labels, CANDIDATES)
    except index.IndexBusyError:
        logger.warning("the search index is being made by another process")
        return Results(question, (), 0, is_unavailable=True)
    of_rooms = () if page_type else tuple(room.page_type for room in searching.rooms() if room.page_type)
    ids = queries.public_ids(fuse(orders), page_type=page_type, leave_out=of_rooms)
    return _listed(ids, question, page)


def _listed(ids: list[int], question: str, page: int | str) -> Results:
    listed = Paginator(ids, PER_PAGE).get_page(page)
    return Results(question, _hits(list(listed), question), len(ids), listed)


def fuse(orders: Iterable[list[int]]) -> list[int]:
    """One order from several, by reciprocal ranks."""
    scores: defaultdict[int, float] = defaultdict(float)
    for order in orders:
        for rank, page_id in enumerate(order):
            scores[page_id] += 1 / (RANK_OFFSET + rank)
    return sorted(scores, key=lambda page_id: (-scores[page_id], -page_id))


def _hits(ids: list[int], question: str) -> tuple[Hit, ...]:
    pages = queries.found_pages(ids)
    return tuple(
        Hit(
            page_id=page.id,
            url=page.path,
            title=page.title,
            text=snippets.snippet(page.text, question, page.summary),
            source=page.source,
            date=page.published,
        )
        for page in pages
    )

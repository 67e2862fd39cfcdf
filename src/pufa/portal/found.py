"""Everything the search page shows for one question: the laws' answer, pieces, and what other rooms hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pufa.portal import queries, search
from pufa.portal.search.words import tidy
from pufa.statutes import answers, lookup
from pufa.statutes import search as law_search
from pufa.statutes.answers import Answers, Facet, Narrowed
from pufa.ui import searching

Context = dict[str, Any]
PER_PAGE: Final = 10
FIRST_LAWS, FIRST_PIECES, FIRST_OTHERS = 4, 5, 3  # of each part, while everything is shown
SHORTEST_WORDING: Final = 3  # characters
MOST_TOPICS: Final = 12  # beside the results; all of them stand under topics and series
LAWS, PIECES = "laws", "pieces"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `shelf` holds the numbers of brand, series and topic that are given."""

    question: str = ""
    kind: str = ""
    narrowed: Narrowed = field(default_factory=Narrowed)
    shelf: dict[str, int] = field(default_factory=dict)
    page: int = 1

    def url(self, kind: str = "", **more: str | int) -> str:
        """The address of another view of the same question."""
        words = {"q": self.question, "kind": kind, **more}
        query = urlencode({name: word for name, word in words.items() if word})
        return f"/search/?{query}" if query else "/search/"


def shown(asked: Asked) -> Context:
    """The page for a question; without one, the newest pieces or those of a brand, series or topic."""
    asked = _understood(asked)
    if not asked.question and not asked.shelf:
        nothing = {"query": "", "examples": queries.examples(), "latest": queries.latest_results()}
        return nothing | {"filters": _topics(asked), "names_url": queries.names_url()}
    laws = _laws(asked)
    shelf = asked.shelf
    pieces = search.find(
        asked.question,
        asked.page if asked.kind == PIECES else 1,
        brand=shelf.get("brand"),
        series=shelf.get("series"),
        topic=shelf.get("topic"),
    )
    others = [_other(asked, room) for room in searching.rooms()] if asked.question else []
    total = laws.total + len(laws.laws) + pieces.total + sum(one["total"] for one in others)
    is_all = not asked.kind
    return {
        "query": asked.question,
        "names_url": queries.names_url(),
        "kind": asked.kind,
        "total": total,
        "is_unavailable": pieces.is_unavailable and laws.is_unavailable,
        "is_nothing": not total and not laws.notice if is_all else _is_empty(asked, laws, pieces, others),
        "tabs": _tabs(asked, total, laws.total, pieces.total, others) if asked.question else [],
        "laws": laws if asked.kind in {"", LAWS} else None,
        "more_laws": _more(asked, LAWS, laws.total - FIRST_LAWS),
        "pieces": pieces if asked.kind in {"", PIECES} else None,
        "piece_hits": pieces.hits[:FIRST_PIECES] if is_all else pieces.hits,
        "more_pieces": _more(asked, PIECES, pieces.total - FIRST_PIECES),
        "others": [one for one in others if one["total"] and asked.kind in {"", one["name"]}],
        "page": _page(asked, laws, pieces, others),
        "page_query": urlencode(_kept(asked)) + "&",
        "filters": _filters(asked, laws),
        "narrowed": _narrowed(asked, laws),
        "widen_url": asked.url(asked.kind),
        "meant": "、".join(laws.terms),
        "wordings": _wordings(asked, laws),
        "did_you_mean": _did_you_mean(asked),
    }


def _understood(asked: Asked) -> Asked:
    """A filter says which kind is meant; a kind that is none counts as not said."""
    known = {LAWS, PIECES, *(room.name for room in searching.rooms())}
    kind = asked.kind if asked.kind in known else ""
    kind = LAWS if asked.narrowed != Narrowed() else PIECES if asked.shelf else kind
    narrowed = asked.narrowed if kind == LAWS else Narrowed()
    return Asked(tidy(asked.question), kind, narrowed, asked.shelf if kind == PIECES else {}, asked.page)


def _laws(asked: Asked) -> Answers:
    if asked.kind == LAWS:
        return answers.answers(asked.question, asked.narrowed, start=(asked.page - 1) * PER_PAGE, count=PER_PAGE)
    return answers.answers(asked.question, count=FIRST_LAWS)


def _is_empty(asked: Asked, laws: Answers, pieces: search.Results, others: Sequence[Context]) -> bool:
    """Whether the one part that is shown holds nothing."""
    totals = {LAWS: laws.total + len(laws.laws), PIECES: pieces.total} | {one["name"]: one["total"] for one in others}
    return not totals[asked.kind]


def _other(asked: Asked, room: searching.Room) -> Context:
    """What another room holds: a few rows, or the page asked for."""
    is_chosen = asked.kind == room.name
    count = PER_PAGE if is_chosen else FIRST_OTHERS
    number = asked.page if is_chosen else 1
    if room.find is not None:
        found: searching.Found | search.Results = room.find(asked.question, (number - 1) * count, count)
    else:
        found = search.find(asked.question, number, page_type=room.page_type)
    rows = found.rows if isinstance(found, searching.Found) else found.hits[:count]
    more = {} if is_chosen else _more(asked, room.name, found.total - FIRST_OTHERS)
    return {"name": room.name, "label": room.label, "total": found.total, "rows": rows, "more": more}


def _tabs(asked: Asked, total: int, laws: int, pieces: int, others: Sequence[Context]) -> list[Context]:
    counted = [("", _("Everything"), total), (LAWS, _("Articles of laws"), laws)]
    counted += [(PIECES, pgettext("portal", "Pieces"), pieces)]
    counted += [(one["name"], one["label"], one["total"]) for one in others]
    is_filtered = bool(asked.narrowed != Narrowed() or asked.shelf)
    return [
        {
            "label": label,
            # Of a filtered view only its own number is known.
            "count": count if not is_filtered or kind == asked.kind else None,
            "url": asked.url(kind),
            "current": kind == asked.kind,
        }
        for kind, label, count in counted
    ]


def _more(asked: Asked, kind: str, left: int) -> Context:
    return {"count": left, "url": asked.url(kind)} if not asked.kind and left > 0 else {}


def _page(asked: Asked, laws: Answers, pieces: search.Results, others: Sequence[Context]) -> "Page[int] | None":
    """The page of the list that is shown alone."""
    if asked.kind == PIECES:
        return pieces.page
    totals = {LAWS: laws.total} | {one["name"]: one["total"] for one in others}
    return Paginator(range(totals[asked.kind]), PER_PAGE).get_page(asked.page) if asked.kind in totals else None


def _kept(asked: Asked) -> dict[str, str | int]:
    words = {"q": asked.question, "kind": asked.kind, "law": asked.narrowed.law, "field": asked.narrowed.field}
    return {name: word for name, word in words.items() if word} | asked.shelf


def _filters(asked: Asked, laws: Answers) -> list[Context]:
    """Groups of links that narrow the view shown."""
    if asked.kind == PIECES:
        shelves = [_shelf_link(asked, "brand", shelf.id, shelf.title) for shelf in queries.shelves()]
        return [*_group(_("By brand"), shelves), *_topics(asked)]
    if asked.kind not in {"", LAWS} or asked.narrowed != Narrowed():
        return []

    def links(name: str, facets: Sequence[Facet]) -> list[Context]:
        return [
            {"label": one.label, "count": one.count, "url": asked.url(LAWS, **{name: one.value}), "current": False}
            for one in facets
        ]

    by_law = links("law", laws.by_law) if len(laws.by_law) > 1 else []
    by_field = links("field", laws.by_field) if len(laws.by_field) > 1 else []
    return [*_group(_("Only of one law"), by_law), *_group(_("Only of one field of law"), by_field)]


def _topics(asked: Asked) -> list[Context]:
    topics = queries.topics()[:MOST_TOPICS]
    return _group(_("By topic"), [_shelf_link(asked, "topic", topic.id, topic.title) for topic in topics])


def _shelf_link(asked: Asked, name: str, number: int, label: str) -> Context:
    url = asked.url(PIECES if asked.question else "", **{name: number})
    return {"label": label, "url": url, "current": asked.shelf.get(name) == number}


def _group(label: str, links: list[Context]) -> list[Context]:
    return [{"label": label, "links": links}] if links else []


def _narrowed(asked: Asked, laws: Answers) -> str:
    """What the view is narrowed to, in words."""
    if asked.narrowed.law:
        return next((f"《{one.short_name}》" for one in lookup.names() if one.slug == asked.narrowed.law), "")
    if asked.narrowed.field:
        return asked.narrowed.field
    shelves = queries.shelves() if asked.shelf else ()
    names = {("brand", shelf.id): shelf.title for shelf in shelves}
    names |= {("series", series.id): series.title for shelf in shelves for series in shelf.series}
    names |= {("topic", topic.id): topic.title for topic in queries.topics()} if asked.shelf else {}
    return "、".join(names[pair] for pair in asked.shelf.items() if pair in names)


def _wordings(asked: Asked, laws: Answers) -> list[Context]:
    """What the law calls what was asked for, as further questions; short words say too little."""
    terms = [term for term in laws.terms if len(term) >= SHORTEST_WORDING and term != asked.question]
    return [{"label": term, "url": Asked(term).url()} for term in terms]


def _did_you_mean(asked: Asked) -> Context:
    """Another wording where the law search knows one."""
    ask: Callable[[str], str | None] | None = getattr(law_search, "did_you_mean", None)
    better = ask(asked.question) if ask is not None and asked.question else None
    return {"label": better, "url": Asked(better).url(asked.kind)} if better else {}

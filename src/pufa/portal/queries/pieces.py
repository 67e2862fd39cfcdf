"""Pieces as lists, feeds, search and the home page show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Case, F, Q, When
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pufa.editorial.models import BrandPage, CreditRole, PiecePage, SeriesPage
from pufa.lib import clock
from pufa.portal.models import TextPage
from pufa.portal.queries.places import Listed, listed, path_of, published
from pufa.reach import queries as reach_queries

PIECES_PUBLISHED: Final = "pieces_published"
AUTHORS: Final = (CreditRole.AUTHOR, CreditRole.REPORTER)
OPENING_LENGTH: Final = 100  # characters
CORRECTED_AFTER: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FeedPiece:
    """A piece as feeds carry it, with its whole text as HTML."""

    id: int
    title: str
    path: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page as search shows it: its plain text, and what to show if no word of the question is in it."""

    id: int
    title: str
    path: str
    text: str
    summary: str
    source: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Lead:
    """The piece the home page begins with."""

    id: int
    title: str
    path: str
    summary: str
    opening: str
    text: str
    authors: tuple[str, ...]
    source: str
    published: datetime | None
    image: Any
    image_alt: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A piece that was withdrawn or changed after publication; `path` is None for a withdrawn one."""

    title: str
    url: str | None
    at: datetime
    is_withdrawn: bool
    reason: str


def text_of(page: Page) -> str:
    """The plain text of a page, a line for each paragraph."""
    if isinstance(page, PiecePage):
        parts = page.body.stream_block.get_searchable_content(page.body)
        return "\n".join([page.standfirst, *(str(part) for part in parts)])
    if isinstance(page, TextPage):
        return "\n".join([page.standfirst, *page.body_paragraphs()])
    if isinstance(page, BrandPage):
        return f"{page.standfirst}\n{page.description}"
    if isinstance(page, SeriesPage):
        return page.standfirst
    tells = getattr(page, "search_text", None)  # pages of rooms this app does not know
    return str(tells()) if callable(tells) else ""


def newest(limit: int, leave_out: Iterable[int] = ()) -> tuple[Listed, ...]:
    """The newest public pieces."""
    return listed(published().exclude(pk__in=list(leave_out))[:limit])


def lead(piece: PiecePage) -> Lead:
    """A piece for the beginning of the home page."""
    text = text_of(piece)
    paragraphs = [line for line in text.splitlines()[1:] if len(line) > 20]
    return Lead(
        id=piece.pk,
        title=piece.title,
        path=path_of(piece),
        summary=piece.standfirst,
        opening=_opening(paragraphs),
        text=text,
        authors=_authors(piece),
        source=listed([piece])[0].source,
        published=piece.first_published_at,
        image=piece.lead_image,
        image_alt=piece.lead_alt,
    )


def _opening(paragraphs: list[str]) -> str:
    """The first paragraphs up to about three lines."""
    text = ""
    for paragraph in paragraphs:
        if text and len(text) + len(paragraph) > OPENING_LENGTH:
            break
        text += paragraph
    return text if len(text) <= 2 * OPENING_LENGTH else f"{text[: 2 * OPENING_LENGTH]}……"


def _authors(piece: PiecePage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(credit.name for credit in piece.credits.all() if credit.role in AUTHORS))


def feed_pieces(kind: str = "", number: int = 0, *, limit: int) -> tuple[FeedPiece, ...]:
    """The newest pieces of a brand, a series, a topic, or of all."""
    pieces = _of(published(), {kind: number} if kind else {}).prefetch_related("credits", "topics")[:limit]
    return tuple(_feed_piece(piece) for piece in pieces)


def _feed_piece(piece: PiecePage) -> FeedPiece:
    out = piece.first_published_at or clock.now()
    return FeedPiece(
        id=piece.pk,
        title=piece.title,
        path=path_of(piece),
        summary=piece.standfirst,
        html=piece.body.render_as_block(),
        published=out,
        updated=piece.last_published_at or out,
        authors=_authors(piece),
        tags=tuple(topic.name for topic in piece.topics.all()),
    )


def _of(pieces: PageQuerySet, wanted: Mapping[str, int | None]) -> PageQuerySet:
    for kind, number in wanted.items():
        if number is None:
            continue
        if kind == "topic":
            pieces = pieces.filter(topics=number)
            continue
        above = Page.objects.filter(pk=number).first()
        pieces = pieces.descendant_of(above) if above else pieces.none()
    return pieces


def listed_ids(wanted: Mapping[str, int | None]) -> list[int]:
    """The public pieces of a brand, series or topic, newest first."""
    return list(_of(published(), wanted).values_list("pk", flat=True))


def public_ids(page_ids: list[int], *, page_type: str = "", leave_out: Iterable[str] = ()) -> list[int]:
    """Those of the pages that are public now, in the given order; of one type (`cases.casepage`), or of no such."""
    pages = Page.objects.live().public().filter(pk__in=page_ids)
    if page_type:
        pages = pages.filter(_of_types([page_type]))
    unwanted = list(leave_out)
    public = set((pages.exclude(_of_types(unwanted)) if unwanted else pages).values_list("pk", flat=True))
    return [page_id for page_id in page_ids if page_id in public]


def _of_types(names: Iterable[str]) -> Q:
    wanted = Q(pk__in=[])
    for name in names:
        app, _dot, model = name.partition(".")
        wanted |= Q(content_type__app_label=app, content_type__model=model.lower())
    return wanted


def found_pages(page_ids: list[int]) -> list[FoundPage]:
    """These pages for the list of what was found, in the given order."""
    order = Case(*(When(pk=page_id, then=at) for at, page_id in enumerate(page_ids)), default=0)
    pages = list(Page.objects.live().public().filter(pk__in=page_ids).order_by(order).specific())
    above = {page.path[: -Page.steplen] for page in pages}
    names = dict(Page.objects.filter(path__in=above, depth__gt=2).values_list("path", "title"))
    return [
        FoundPage(
            id=page.pk,
            title=page.title,
            path=path_of(page),
            text=text_of(page),
            summary=getattr(page, "standfirst", ""),
            source=names.get(page.path[: -Page.steplen], ""),
            published=page.first_published_at if isinstance(page, PiecePage) else None,
        )
        for page in pages
    ]


def latest_results(limit: int = 6) -> list[dict[str, Any]]:
    """The newest pieces, shown as search results before anything was asked."""
    return [
        {"title": page.title, "url": page.path, "text": page.summary, "source": page.source, "date": page.published}
        for page in found_pages([piece.id for piece in newest(limit)])
    ]


def corrections() -> list[Correction]:
    """Pieces withdrawn, with the reason from the ledger, and pieces published anew after changes; newest first."""
    public = set(published().values_list("pk", flat=True))
    taken_back = reach_queries.entries(PIECES_PUBLISHED).filter(correction_of__isnull=False)
    found = [
        Correction(entry.source_title, None, entry.at, is_withdrawn=True, reason=entry.reason)
        for entry in taken_back
        if entry.source_key.startswith("page:") and int(entry.source_key.removeprefix("page:")) not in public
    ]
    changed = published().filter(last_published_at__gt=F("first_published_at") + CORRECTED_AFTER)
    found += [
        Correction(piece.title, path_of(piece), piece.last_published_at, is_withdrawn=False, reason="")
        for piece in changed
        if piece.last_published_at
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)

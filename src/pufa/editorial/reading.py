"""What a reader sees besides the text: credits, the record of review, the issue, neighbours, related pieces."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from pufa.editorial import queries
from pufa.editorial.models import BrandPage, Issue, PiecePage, SeriesPage
from pufa.review import queries as review_queries

LIST_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece's page as the parts of the design system take it."""

    crumbs: list[dict[str, str]]
    label: str
    credits: dict[str, Any]
    record: review_queries.PublicRecord | None
    issue: dict[str, Any] | None
    band: dict[str, Any] | None
    tags: list[dict[str, str]]
    related: list[PiecePage] = field(default_factory=list)
    share_url: str = ""
    feed: str = ""


def of(piece: PiecePage) -> Reading:
    """Everything a piece's page shows beside its text; about a dozen queries."""
    brand, series = piece.brand, piece.series
    record = review_queries.public_record(queries.KIND, str(piece.pk))
    topics = [topic.name for topic in piece.topics.all()]
    return Reading(
        crumbs=_crumbs(brand, series, piece),
        label="、".join(topics) or (series or brand or piece).title,
        credits=_credits(piece, record),
        record=record,
        issue=_issue(piece.issue, series) if piece.issue else None,
        band=_band(piece.issue) if piece.issue else None,
        tags=[{"label": word} for word in dict.fromkeys([*topics, *piece.keyword_list()])],
        related=queries.related(piece),
        share_url=piece.full_url or "",
        feed=f"series-{series.pk}" if series else f"brand-{brand.pk}" if brand else "all",
    )


def shelf(parent: BrandPage | SeriesPage, number: str | None) -> "PaginatorPage[PiecePage]":
    """One page of the public pieces below a brand or series, newest first."""
    return Paginator(queries.published().descendant_of(parent), LIST_LENGTH).get_page(number)


def rows(pieces: Any) -> list[dict[str, Any]]:
    """Pieces as the list part of the design system takes them."""
    return [
        {"title": piece.title, "url": piece.url, "text": piece.standfirst, "date": piece.first_published_at}
        for piece in pieces
    ]


def _crumbs(brand: BrandPage | None, series: SeriesPage | None, piece: PiecePage) -> list[dict[str, str]]:
    above = [page for page in (brand, series) if page is not None]
    last = _("Issue %(number)d") % {"number": piece.issue.number} if piece.issue else piece.title
    return [
        {"label": _("Home"), "url": "/"},
        *({"label": page.title, "url": page.url or ""} for page in above),
        {"label": last, "url": ""},
    ]


def _credits(piece: PiecePage, record: review_queries.PublicRecord | None) -> dict[str, Any]:
    people = list(piece.credits.all())
    office = next((person.organisation for person in people if person.organisation), "")
    return {
        "people": [{"role": person.get_role_display(), "name": person.name} for person in people],
        "office": office,
        "date": piece.first_published_at,
        "gates": [{"label": gate.label, "person": gate.name} for gate in record.gates] if record else [],
        "record_url": "#record" if record else "",
    }


def _issue(issue: Issue, series: SeriesPage | None) -> dict[str, Any]:
    total = queries.published().child_of(series).count() if series else 0
    return {
        "series": issue.brand.title,
        "number": issue.number,
        "topic": series.title if series else "",
        "total": total,
        "others": max(0, total - 1),
        "url": series.url if series else issue.brand.url,
    }


def _band(issue: Issue) -> dict[str, Any]:
    before, after = queries.neighbours(issue)
    return {
        "series": issue.brand.title,
        "number": issue.number,
        "total": queries.issues(issue.brand).count(),
        "url": f"{issue.brand.url}issues/",
        "previous": _neighbour(before),
        "next": _neighbour(after),
    }


def _neighbour(piece: PiecePage | None) -> dict[str, Any] | None:
    if piece is None or piece.issue is None:
        return None
    return {"number": piece.issue.number, "title": piece.title, "url": piece.url}

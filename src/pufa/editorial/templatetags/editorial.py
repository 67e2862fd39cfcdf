"""What the public templates of brands, series, issues and pieces ask for; load with {% load editorial %}."""

from collections.abc import Callable
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from pufa.editorial import bodies, reading
from pufa.editorial.models import BrandPage, Issue, PiecePage, SeriesPage

register = template.Library()
PIECES_A_PAGE = 20


@register.simple_tag
def piece_parts(piece: PiecePage) -> dict[str, Any]:
    """What stands around a piece's text: {% piece_parts page as parts %}."""
    return _once(piece, lambda: reading.piece(piece))


@register.simple_tag
def body_parts(piece: PiecePage) -> list[bodies.Part]:
    """The text of a piece with its law cards: {% body_parts page as parts %}."""
    return list(bodies.parts(piece))


@register.simple_tag
def brand_parts(brand: BrandPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """What a brand's page lists."""
    return _once(brand, lambda: reading.brand(brand) | {"page": _paged(reading.loose_pieces(brand), request)})


@register.simple_tag
def series_parts(series: SeriesPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """What a series' page lists."""
    return _once(series, lambda: reading.series(series) | {"page": _paged(reading.pieces_of(series), request)})


@register.simple_tag
def issue_parts(issue: Issue) -> dict[str, Any]:
    """What an issue's page lists."""
    return reading.issue(issue)


@register.simple_tag
def issues_parts(brand: BrandPage) -> dict[str, Any]:
    """What the list of issues needs beside its rows."""
    return {"crumbs": reading.crumbs(brand, last=str(reading.ISSUES)), "feeds": reading.feeds(brand)}


@register.filter
def issue_rows(issues: Any) -> list[dict[str, Any]]:
    """Issues with the titles of their pieces, for lists."""
    return reading.issue_rows(list(issues))


@register.filter
def piece_rows(pieces: Any) -> list[dict[str, Any]]:
    """Pieces as the parts of the design system show them."""
    return reading.rows(pieces)


def _once(page: Page, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Two blocks of one template ask for the same; the page object lives as long as its request."""
    kept: dict[str, Any] | None = page.__dict__.get("_parts")
    if kept is None:
        kept = page.__dict__["_parts"] = make()
    return kept


def _paged(pieces: Any, request: HttpRequest | None) -> Any:
    number = request.GET.get("page") if request is not None else None
    return Paginator(pieces, PIECES_A_PAGE).get_page(number)

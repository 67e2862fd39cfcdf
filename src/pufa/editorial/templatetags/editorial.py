"""Tags for the pages of brands, series, issues and pieces."""

from typing import Any

from django import template
from django.utils.html import strip_tags

from pufa.editorial import queries, reading
from pufa.editorial.models import BrandPage, Issue, PiecePage, SeriesPage

register = template.Library()


@register.simple_tag
def reading_of(piece: PiecePage) -> reading.Reading:
    """What a piece's page shows beside its text."""
    return reading.of(piece)


@register.simple_tag(takes_context=True)
def shelf_of(context: dict[str, Any], parent: BrandPage | SeriesPage) -> Any:
    """One page of the pieces below a brand or series; `?page=` says which."""
    request = context.get("request")
    return reading.shelf(parent, request.GET.get("page") if request else None)


@register.simple_tag
def pieces_of(issue: Issue) -> list[PiecePage]:
    """The public pieces of an issue."""
    return list(queries.issue_pieces(issue))


@register.filter
def as_rows(pieces: Any) -> list[dict[str, Any]]:
    """Pieces as rows of a list."""
    return reading.rows(pieces)


@register.filter
def plain(body: Any) -> str:
    """The words of a body without marks, to measure its length."""
    return strip_tags(str(body))

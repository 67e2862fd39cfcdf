"""Brands, series and issues; pieces with all that belongs to them; the words pieces are filed under."""

from pufa.editorial.models.brands import BrandKind, BrandPage, Issue, SeriesPage
from pufa.editorial.models.origins import ImportState, PageImport, Provenance
from pufa.editorial.models.pieces import Credit, CreditRole, PiecePage, RelatedPiece
from pufa.editorial.models.terms import Audience, Topic

__all__ = [
    "Audience",
    "BrandKind",
    "BrandPage",
    "Credit",
    "CreditRole",
    "ImportState",
    "Issue",
    "PageImport",
    "PiecePage",
    "Provenance",
    "RelatedPiece",
    "SeriesPage",
    "Topic",
]

"""Brands, series and issues; pieces and what belongs to them, the articles they cite; the words to file them under."""

from pufa.editorial.models.brands import BrandKind, BrandPage, Issue, SeriesPage
from pufa.editorial.models.citations import LawCitation, Looked, Standing
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
    "LawCitation",
    "Looked",
    "PageImport",
    "PiecePage",
    "Provenance",
    "RelatedPiece",
    "SeriesPage",
    "Standing",
    "Topic",
]

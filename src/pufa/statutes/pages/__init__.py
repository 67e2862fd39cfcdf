"""What the public pages show, as plain data for the templates."""

from pufa.statutes.pages.article import article
from pufa.statutes.pages.compare import compare
from pufa.statutes.pages.law import Asked, law
from pufa.statutes.pages.library import library, names

__all__ = ["Asked", "article", "compare", "law", "library", "names"]

"""Finds citations of law articles as people write them and says which are wrong. Plain Python: no database, no network.

`find(text)` gives every mention, `check(text, catalogue)` resolves and judges them, `check_long` does so for a text of
any length, `as_json` makes plain data of the result. Laws come in as a `Catalogue` of `LawText`, built by whoever holds
the texts.
"""

from pufa.statutes.citations.catalogue import Article, Catalogue, LawText, Paragraph, Version
from pufa.statutes.citations.checking import check
from pufa.statutes.citations.finding import find
from pufa.statutes.citations.results import Citation, Mention, MentionedPlace, Verdict, as_json
from pufa.statutes.citations.texts import check_long, from_lines

__all__ = [
    "Article",
    "Catalogue",
    "Citation",
    "LawText",
    "Mention",
    "MentionedPlace",
    "Paragraph",
    "Verdict",
    "Version",
    "as_json",
    "check",
    "check_long",
    "find",
    "from_lines",
]

"""Finds which of our pieces a page holds, and how."""

from dataclasses import replace
from typing import TYPE_CHECKING

from pufa.statutes import checked
from pufa.tracing import indexing, originals
from pufa.tracing.originals import Words

if TYPE_CHECKING:  # loaded when first needed: it is large
    from pufa.tracing.fingerprints import Folded
    from pufa.tracing.matching import Found

MOST = 8  # pieces looked for in one page


def recognise(text: str) -> list[tuple[Words, "Found"]]:
    """Each piece of ours that a page's text holds, with the comparison and the judgement; best first."""
    if not text.strip():
        return []
    from pufa.tracing import matching

    known: dict[str, Words] = {}

    def text_of(piece_id: str) -> "Folded | None":
        if piece_id not in known:
            for words in originals.published([int(piece_id)]):
                known[piece_id] = words
        return folded(known[piece_id].text) if piece_id in known else None

    found = matching.find(text, indexing.reader(), text_of, limit=MOST, source_names=originals.source_names())
    return [(known[one.original], one) for one in found if one.judgement.kind.value != "unrelated"]


def folded(text: str) -> "Folded":
    """A text of ours as pages are compared with it: what it takes from the laws it cites is not our own."""
    from pufa.tracing import fingerprints

    ours = fingerprints.fold(text)
    passages = [
        passage
        for article in checked.cited_articles(text.split("\n"))
        for passage in fingerprints.compare(article, ours).passages
    ]
    return replace(ours, quoted=tuple((one.page_start, one.page_end) for one in passages))

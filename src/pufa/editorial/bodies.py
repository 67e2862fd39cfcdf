"""The body of a piece as it is shown: articles of laws stand as cards beside the paragraph before them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pufa.editorial import citing
from pufa.editorial.models import LawCitation, PiecePage, Standing
from pufa.statutes.cards import Card

CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
NO_COMPANY: Final = frozenset({"heading", "image", "law"})  # a card stands beside none of these


@dataclass(slots=True)
class Part:
    """A block with the cards beside it, or cards alone; `cards` are as `ui/parts/law_card.html` wants them."""

    block: Any = None
    cards: list[dict[str, Any]] = field(default_factory=list)

    def html(self) -> SafeString:
        """The block; a paragraph ends with the numbers of its cards."""
        shown = SafeString(self.block.render()).rstrip()
        if self.block.block_type != "paragraph" or not shown.endswith("</p>"):
            return mark_safe(shown)  # noqa: S308  (what the block's own template made)
        marks = [
            format_html(
                '<a class="ref" href="{}" aria-label="{}{}"><sup>{}</sup></a>',
                card["url"],
                card["law"],
                card["article"],
                card["number"],
            )
            for card in self.cards
        ]
        return mark_safe(shown.removesuffix("</p>") + "".join(marks) + "</p>")  # noqa: S308  (the same, and escaped)


def parts(piece: PiecePage) -> Iterator[Part]:
    """The blocks in order; a law the library does not hold stays a block of its own and shows its citation only."""
    waiting: Part | None = None
    changed: dict[tuple[int, int, int], LawCitation] | None = None
    number = 0
    for block in piece.body:
        card = block.value.card if block.block_type == "law" else None
        if card is None:
            yield from [waiting] if waiting else []
            waiting = Part(block)
            continue
        changed = _changed(piece) if changed is None else changed
        number += 1
        if waiting is None or (waiting.block is not None and waiting.block.block_type in NO_COMPANY):
            yield from [waiting] if waiting else []
            waiting = Part()
        waiting.cards.append(_shown(card, number, changed.get(card.key)))
    yield from [waiting] if waiting else []


def _changed(piece: PiecePage) -> dict[tuple[int, int, int], LawCitation]:
    """Articles that changed since the piece was published and that nobody has looked at."""
    rows = LawCitation.objects.open().filter(piece=piece, standing=Standing.CHANGED).select_related("law", "version")
    return {(row.law_id, row.article, row.sub): row for row in rows}


def _shown(card: Card, number: int, changed: LawCitation | None) -> dict[str, Any]:
    """The card's data; an article changed under a piece says so and leads to both texts side by side."""
    shown = {
        "number": CIRCLED[number - 1] if number <= len(CIRCLED) else f"({number})",
        "law": card.law,
        "article": card.article,
        "quote": card.quote,
        "url": card.url,
        "state": card.state,
        "new_url": card.new_url,
    }
    if changed is not None and card.state == "in_force":
        shown |= {"state": "amended", "new_url": citing.comparison_url(changed)}
    return shown

"""Reads an article saved as plain text: headline, lines, body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pufa.lib.newspage import body, headline, people
from pufa.lib.newspage.blocks import MOST_LINES, Block, squeezed
from pufa.lib.newspage.page import PageError

TOP: Final = 12


@dataclass(frozen=True, slots=True)
class TextHeadline:
    """The headline, its line's place (the last one, if it is repeated), and keywords that were glued to it."""

    text: str
    place: int
    keywords: tuple[str, ...]


def lines_of(text: str) -> list[Block]:
    """The lines of a text that are not empty, blanks folded. Raises PageError too_complex."""
    rows = [row for row in map(squeezed, text.split("\n")) if row[0]]
    blocks = [Block(line, place, spaced=line, before=before) for place, (line, before) in enumerate(rows)]
    if len(blocks) > MOST_LINES:
        raise PageError("too_complex", f"the text has over {MOST_LINES} lines")
    return blocks


def headline_of(rows: Sequence[Block]) -> TextHeadline:
    """The headline: a line printed twice near the top, else the first short line without a sentence's end."""
    top = rows[:TOP]
    counts = Counter(row.text for row in top if len(row.text) >= 6)
    line = next((row.text for row in top if counts[row.text] > 1 and not body.is_fact(row.text)), None)
    if line is None:
        line = next((row.text for row in top if _is_title(row.text)), None)
    if line is None:
        return TextHeadline("", -1, ())
    place = max(row.place for row in top if row.text == line)
    title, keywords = headline.without_keywords(line) if counts[line] > 1 else (line, ())
    return TextHeadline(title, place, keywords)


def article_of(rows: Sequence[Block], top: TextHeadline) -> list[Block]:
    """The lines of the article below the headline."""
    return body.trim(rows, top.place, top.text)


def _is_title(line: str) -> bool:
    return (
        6 <= len(line) <= 90
        and not line.endswith(("。", "；", "，", ",", "!", "…"))
        and not body.is_fact(line)
        and not people.is_byline(line)
    )

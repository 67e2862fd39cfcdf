"""Reads an article saved as plain text: headline, lines, body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pufa.lib.newspage import body, moments, people
from pufa.lib.newspage.blocks import BLANKS, MOST_LINES, Block
from pufa.lib.newspage.page import PageError

TOP: Final = 12
KEYWORDS: Final = re.compile(r"(?P<title>.{8,}?)(?P<words>(?:,[^\s,，。！？；：:]{1,8}){2,12})$")


@dataclass(frozen=True, slots=True)
class TextHeadline:
    """The headline, its line's place (the last one, if it is repeated), and keywords that were glued to it."""

    text: str
    place: int
    keywords: tuple[str, ...]


def lines_of(text: str) -> list[Block]:
    """The lines of a text that are not empty, blanks folded. Raises PageError too_complex."""
    rows = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    blocks = [Block(line, place) for place, line in enumerate(line for line in rows if line)]
    if len(blocks) > MOST_LINES:
        raise PageError("too_complex", f"the text has over {MOST_LINES} lines")
    return blocks


def headline_of(rows: Sequence[Block]) -> TextHeadline:
    """The headline: a line printed twice near the top, else the first short line without a sentence's end."""
    top = rows[:TOP]
    counts = Counter(row.text for row in top if len(row.text) >= 6)
    line = next((row.text for row in top if counts[row.text] > 1 and not _is_fact(row.text)), None)
    if line is None:
        line = next((row.text for row in top if _is_title(row.text)), None)
    if line is None:
        return TextHeadline("", -1, ())
    place = max(row.place for row in top if row.text == line)
    found = KEYWORDS.fullmatch(line)
    if found is None or counts[line] < 2:
        return TextHeadline(line, place, ())
    return TextHeadline(found["title"], place, tuple(found["words"].strip(",").split(",")))


def article_of(rows: Sequence[Block], top: TextHeadline) -> list[Block]:
    """The lines of the article below the headline."""
    kept = [row for row in rows if not (row.place < TOP and _is_fact(row.text))]
    return body.trim(kept, top.place, top.text)


def _is_title(line: str) -> bool:
    return 6 <= len(line) <= 90 and not line.endswith(("。", "；", "，", ",", "!", "…")) and not _is_fact(line)


def _is_fact(line: str) -> bool:
    """A line that only holds time or people."""
    moment = moments.in_line(line)
    if moment is not None and len(line) <= 60 and moment.end - moment.start >= len(line) * 0.3 and "。" not in line:
        return True
    return people.is_byline(line) and False

"""The contents of a law, and a long law cut into its chapters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.http import Http404

from pufa.statutes import parsing
from pufa.statutes.models import Article, Division, Version
from pufa.statutes.pages.head import Context, base_url

WHOLE: Final = 250  # articles; a longer law is shown by chapter, lest a phone loads a book
SECTION: Final = parsing.ORDER.index("section")


def is_long(articles: int) -> bool:
    """Whether a law of so many articles is shown by chapter."""
    return articles > WHOLE


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: heading, articles from – to, where it leads, whether it is the chapter shown."""

    text: str
    level: int
    span: str
    url: str
    is_current: bool = False


Chapters = list[tuple[Division | None, list[Article]]]


def chapters_of(version: Version, rows: list[Article]) -> Chapters:
    """The articles by chapter; parts without chapters count as one."""
    divisions = list(version.divisions.order_by("order"))
    chapter_of: dict[int, Division] = {}
    for at, one in enumerate(divisions):
        before = divisions[at - 1] if at else None
        is_section = one.level == SECTION and before is not None
        chapter_of[one.pk] = chapter_of[before.pk] if is_section and before is not None else one
    grouped = groupby(rows, key=lambda row: chapter_of[row.division_id] if row.division_id else None)
    return [(chapter, list(articles)) for chapter, articles in grouped]


def shown_chapter(chapters: Chapters, order: int | None) -> int:
    """Place of the chapter that begins with a division, the first without one. Raises Http404."""
    if order is None:
        return 0
    for at, (chapter, _articles) in enumerate(chapters):
        if chapter is not None and chapter.order == order:
            return at
    raise Http404(str(order))


def _chapter_url(base: str, chapter: Division | None, at: int) -> str:
    return f"{base}chapter/{chapter.order}/" if chapter is not None and at else base


def chapter_pager(version: Version, chapters: Chapters, shown: int, today: date) -> dict[str, Context]:
    """Links to the chapters before and after."""
    base = base_url(version, today)
    near = {"previous": shown - 1, "next": shown + 1}
    return {
        side: {"label": str(chapters[at][0] or ""), "url": _chapter_url(base, chapters[at][0], at)}
        for side, at in near.items()
        if 0 <= at < len(chapters)
    }


def place_url(row: Article, today: date) -> str:
    """Where an article stands in its law: in the text, or in its chapter of a long one."""
    base = base_url(row.version, today)
    if row.division is not None and is_long(row.version.articles.count()):
        chapters = row.version.divisions.filter(level__lt=SECTION, order__lte=row.division.order)
        chapter = chapters.order_by("-order").first()
        base += f"chapter/{chapter.order}/" if chapter else ""
    return f"{base}#a{row.place}"


def contents_of(version: Version, rows: list[Article], today: date, shown: int | None) -> list[Entry]:
    """The headings with the articles below each; in a law shown by chapter they lead to chapters."""
    base = base_url(version, today)
    divisions = list(version.divisions.order_by("order"))
    lowest = min((one.level for one in divisions), default=0)
    chapters = chapters_of(version, rows)
    pages = _page_of(divisions, chapters) if shown is not None else {}
    entries = []
    for at, one in enumerate(divisions):
        spanned = _spanned(one, divisions[at + 1 :], rows)
        anchor = f"#d{one.order}"
        page = pages.get(one.order)
        url = anchor if page is None or page == shown else _chapter_url(base, chapters[page][0], page) + anchor
        is_current = page is not None and page == shown and chapters[page][0] == one
        entries.append(Entry(str(one), one.level - lowest, _span(spanned), url, is_current))
    return entries


def _page_of(divisions: list[Division], chapters: Chapters) -> dict[int, int]:
    """Order of a division -> the chapter page it stands on (a part stands on its first chapter's)."""
    starts = [(chapter.order if chapter else 0) for chapter, _articles in chapters]
    found = {}
    for one in divisions:
        at = next((place for place, start in enumerate(starts) if start >= one.order), len(starts) - 1)
        before = max((place for place, start in enumerate(starts) if start <= one.order), default=0)
        found[one.order] = before if one.level == SECTION else at
    return found


def _spanned(one: Division, after: Sequence[Division], rows: list[Article]) -> list[Article]:
    end = next((other.order for other in after if other.level <= one.level), None)
    return [
        row
        for row in rows
        if row.division and one.order <= row.division.order and (end is None or row.division.order < end)
    ]


def _span(rows: list[Article]) -> str:
    if not rows:
        return ""
    first, last = rows[0], rows[-1]
    return first.place if first == last else f"{first.number}–{last.number}"

"""A law's page: the text asked for, whole or by chapter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404

from pufa.statutes import citing, queries
from pufa.statutes.models import Article, Division, Law, Version
from pufa.statutes.pages.article import article_url, shown_lines
from pufa.statutes.pages.contents import chapter_pager, chapters_of, contents_of, is_long, shown_chapter
from pufa.statutes.pages.head import Context, base_url, law_crumbs, law_head, switch
from pufa.statutes.pages.matching import numbers_before


@dataclass(frozen=True, slots=True)
class Asked:
    """Which text of a law is asked for, and how much of it."""

    promulgated: date | None = None
    day: date | None = None
    chapter: int | None = None
    is_whole: bool = False


def law(one: Law, asked: Asked, today: date) -> Context:
    """A law's page: head, versions, contents, and the articles of the text asked for. Raises Http404."""
    texts = queries.versions(one)
    context = {"law": one, "hit_key": f"law:{one.slug}", "asked": asked} | law_crumbs(one)
    if not texts:
        return context
    version = _chosen(one, texts, asked, today)
    if version is None:
        return context | {"is_before_first": True, "versions": switch(texts, None, today)}
    rows = queries.articles(version)
    chapters = chapters_of(version, rows)
    is_split = is_long(len(rows)) and not asked.is_whole and len(chapters) > 1
    chapter = shown_chapter(chapters, asked.chapter)
    shown = chapter if is_split else None
    return (
        context
        | law_head(one, texts, version, today)
        | {
            "day": asked.day,
            "cited_by": citing.find(one.name),
            "articles_total": len(rows),
            "contents": contents_of(version, rows, today, shown),
            "groups": groups(chapters[shown][1] if shown is not None else rows, numbers_before(texts, version)),
            "is_split": is_split,
            "pager": chapter_pager(version, chapters, shown, today) if shown is not None else {},
            "whole_url": base_url(version, today) + "full/",
        }
    )


def _chosen(one: Law, texts: list[Version], asked: Asked, today: date) -> Version | None:
    if asked.promulgated is not None:
        found = next((text for text in texts if text.promulgated_on == asked.promulgated), None)
        if found is None:
            raise Http404(str(asked.promulgated))
        return found
    return queries.version_on(one, asked.day) if asked.day else queries.shown_version(one, today)


@dataclass(frozen=True, slots=True)
class Group:
    """Headings that open here, and the articles below them."""

    headings: tuple[Division, ...]
    articles: tuple[Context, ...]


def groups(rows: Iterable[Article], before: dict[str, str]) -> list[Group]:
    """The articles below their headings, in order."""
    listed = list(rows)
    if not listed:
        return []
    divisions = list(listed[0].version.divisions.order_by("order"))
    groups = []
    done = min((row.division.order for row in listed if row.division), default=0)
    done = _first_heading(divisions, done)
    for order, below in groupby(listed, key=lambda row: row.division.order if row.division else -1):
        headings = tuple(one for one in divisions if done <= one.order <= order)
        done = max(done, order + 1)
        groups.append(Group(headings, tuple(_shown(row, before) for row in below)))
    return groups


def _first_heading(divisions: list[Division], order: int) -> int:
    """The first of the headings that stand directly above one: the part above the first chapter."""
    levels = {one.order: one.level for one in divisions}
    while order - 1 in levels and levels[order - 1] < levels[order]:
        order -= 1
    return order


def _shown(row: Article, before: dict[str, str]) -> Context:
    return {
        "label": row.label,
        "place": row.place,
        "lines": shown_lines(row.lines()),
        "url": article_url(row),
        "was": before.get(row.place, ""),
    }

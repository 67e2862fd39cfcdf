"""What the programmers' interface takes and gives: the shapes of laws, articles, comparisons, verdicts."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop as noop
from ninja import Schema
from pydantic import Field

State = Literal["in_force", "future", "amended", "repealed"]
LONGEST_QUESTION, LARGEST_PAGE, MOST_ROWS = 120, 10_000, 100
TEXT_BYTES = 200 * 1024


class Paged(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=LARGEST_PAGE, description=noop("Page, from 1."))
    per_page: int = Field(20, ge=1, le=MOST_ROWS, description=noop("Rows on a page, at most 100."))


class LawFilter(Paged):
    """Which laws to list."""

    q: str = Field("", max_length=60, description=noop("Name, short form, or first letters of its pinyin: gxb."))
    field: str = Field("", max_length=20, description=noop("Field of law, such as 行政法."))
    kind: Literal["", "constitution", "law", "regulation", "amendment", "decision", "interpretation"] = Field(
        "", description=noop("Kind of text.")
    )
    state: Literal["", "in_force", "future", "repealed"] = Field("", description=noop("State of the law today."))


class OnDay(Schema):
    """By which day the law is read."""

    on: date | None = Field(None, description=noop("Day by which the law is read, YYYY-MM-DD; today without it."))


class ArticleFilter(Paged):
    """Which articles to list."""

    on: date | None = Field(None, description=noop("Day by which the law is read, YYYY-MM-DD; today without it."))


class CompareFilter(Schema):
    """Which two texts to compare, by the days they were promulgated."""

    old: date = Field(description=noop("Day on which the older text was promulgated."))
    new: date = Field(description=noop("Day on which the newer text was promulgated."))


class SearchFilter(OnDay):
    """A question to the laws."""

    q: str = Field(min_length=1, max_length=LONGEST_QUESTION, description=noop("A question in everyday words."))
    law: str = Field("", max_length=60, description=noop("Only this law, by its slug."))
    field: str = Field("", max_length=20, description=noop("Field of law, such as 行政法."))
    limit: int = Field(10, ge=1, le=50, description=noop("At most so many articles."))


class ChangeFilter(Paged):
    """Since when."""

    since: date = Field(description=noop("First day of the changes wanted, YYYY-MM-DD."))
    until: date | None = Field(
        None, description=noop("Last day of the changes wanted; changes to come are included without it.")
    )


class TextToCheck(Schema):
    """A text whose citations are to be checked."""

    text: str = Field(min_length=1, max_length=TEXT_BYTES, description=noop("The text, at most 200 KB in UTF-8."))
    on: date | None = Field(None, description=noop("Day by which the law is read, YYYY-MM-DD; today without it."))


class LawRow(Schema):
    """A law in a list."""

    slug: str = Field(description=noop("The law's part of the address; it stays."))
    name: str
    short_name: str
    kind: str
    field: str
    state: State = Field(description=noop("In force, still to come, amended, repealed, as of the day asked."))
    last_article: int = Field(description=noop("Number of the last article of the text read today."))
    url: str = Field(description=noop("The page for people."))


class LawPage(Schema):
    """A page of laws."""

    total: int
    page: int
    pages: int
    results: list[LawRow]


class Text(Schema):
    """One text of a law, by the day it was promulgated."""

    promulgated_on: date
    in_force_from: date
    in_force_to: date | None = Field(description=noop("Last day in force; null while it holds."))
    is_day_checked: bool = Field(
        description=noop("False while the first day in force comes from a rule, not a source.")
    )
    state: State
    source: str
    url: str


class Heading(Schema):
    """A part, chapter or section, with the articles below it."""

    level: int
    title: str
    first: str
    last: str


class Successor(Schema):
    """The law that repealed another."""

    slug: str
    name: str


class LawDetail(LawRow):
    """A law with its texts and the contents of the one in force."""

    also_called: list[str]
    issuer: str
    note: str
    repealed_on: date | None
    repealed_by: Successor | None
    versions: list[Text]
    contents: list[Heading]


class Line(Schema):
    """A printed line: which paragraph, item and sub-item it belongs to."""

    role: str = Field(description=noop("paragraph, item, subitem, more (goes on after items) or annex."))
    paragraph: int
    item: int
    subitem: int
    text: str


class ArticleOut(Schema):
    """An article, or one paragraph or item of it."""

    law: str
    slug: str
    place: str = Field(description=noop("Its part of the address: 44, or 120-1 for 第一百二十条之一."))
    citation: str = Field(description=noop("As texts cite it."))
    heading: str
    text: str
    lines: list[Line]
    version: Text
    previous: str | None
    next: str | None
    url: str


class ArticlePage(Schema):
    """A page of articles."""

    total: int
    page: int
    pages: int
    results: list[ArticleOut]


class Piece(Schema):
    """Words that stayed, went or came."""

    mark: Literal["same", "gone", "added"]
    text: str


class Compared(Schema):
    """An article that differs between two texts; places are null where it stands in one of them only."""

    kind: Literal["changed", "added", "gone"]
    old: str | None
    new: str | None
    pieces: list[Piece]


class Comparison(Schema):
    """Two texts of a law, with the articles that differ."""

    law: str
    slug: str
    old: Text
    new: Text
    same: int = Field(description=noop("Articles that read as before."))
    changed: int
    added: int
    gone: int
    articles: list[Compared]
    url: str


class Hit(Schema):
    """An article that answers a question."""

    law: str
    slug: str
    place: str
    citation: str
    snippet: str
    score: float = Field(description=noop("For the order of these results only."))
    url: str


class Hits(Schema):
    """The articles that answer a question, best first."""

    question: str
    named: str | None = Field(description=noop("The article a question names outright, as slug/place."))
    results: list[Hit]


class Verdict(Schema):
    """A citation found in a text, and whether it is right."""

    text: str
    start: int
    end: int
    law: str
    article: int
    sub: int
    paragraph: int | None
    item: int | None
    verdict: Literal[
        "ok", "no_such_law", "no_such_article", "no_such_paragraph", "no_such_item", "repealed", "misquoted",
        "not_in_force_on_date", "renumbered",
    ] = Field(description=noop("ok, or what is wrong."))  # fmt: skip
    hint: str = Field(description=noop("What is wrong and what would be right, in Chinese."))


class Verdicts(Schema):
    """Every citation of a text, in order; the same as `pufa laws check --json` prints."""

    citations: list[Verdict]


class Change(Schema):
    """What happened to a law on a day."""

    on: date
    event: Literal["promulgated", "in_force", "repealed"]
    law: str
    slug: str
    version: date | None = Field(description=noop("Day on which the text was promulgated; null for a repeal."))
    url: str


class ChangePage(Schema):
    """A page of changes, the earliest first."""

    total: int
    page: int
    pages: int
    results: list[Change]


class Fault(Schema):
    """Why a request was not answered; `code` stays the same in every language."""

    code: str
    message: str
    fields: dict[str, str] | None = None

"""Reads a law as a plain text: title, history in brackets, contents, headings, articles. Plain Python.

The form is that of the national law database (flk.npc.gov.cn) and of hand-made Markdown: the title first, then
（…通过 根据…修正）, then 第一条 with its text. Lines such as 施行日期：2026年1月1日 may stand under the title.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pufa.statutes import names, settling
from pufa.statutes.parsing import ArticleHead, Heading, article_head, heading, joined
from pufa.statutes.records import ArticleText, LawText

_DATE = re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
_CONTENTS = re.compile(r"目\s*录|序\s*言")
_FIELD = re.compile(r"(?P<name>公布日期|施行日期|制定机关|法律部门|时效性)[：:]\s*(?P<value>.+)")
_MARKS = re.compile(r"^(?:#{1,6}\s+|[-*]\s+|>\s*)|\*\*|__")
AT_ONCE: Final = "自公布之日起施行"
LONGEST_NAME: Final = 200
MOST_LINES: Final = 60_000


class LawTextError(ValueError):
    """The text is no law that can be read; `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class _Draft:
    title: str = ""
    history: str = ""
    is_history_open: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    preamble: list[str] = field(default_factory=list)
    place: list[Heading] = field(default_factory=list)
    articles: list[ArticleText] = field(default_factory=list)
    head: ArticleHead | None = None
    head_place: tuple[Heading, ...] = ()
    lines: list[str] = field(default_factory=list)


def read_law(lines: Iterable[str], where: str) -> LawText:
    """The law these lines hold. Raises LawTextError saying at which line it is none."""
    draft = _Draft()
    number = 0
    for number, raw in enumerate(lines, start=1):
        if number > MOST_LINES:
            raise LawTextError(f"more than {MOST_LINES} lines", number)
        line = _MARKS.sub("", raw.replace("　", " ").replace("\ufeff", "").strip()).strip()
        if line:
            _take(draft, line, number)
    _close(draft)
    return _finished(draft, where, number)


def _take(draft: _Draft, line: str, number: int) -> None:
    if (head := article_head(line)) is not None and draft.title:
        _check_order(draft, head, number)
        _close(draft)
        draft.head, draft.head_place = head, tuple(draft.place)
        draft.lines = [head.rest] if head.rest else []
    elif (found := heading(line)) is not None and draft.title:
        draft.place = joined(draft.place, [found])
    elif draft.head is not None:
        draft.lines.append(line)
    else:
        _take_opening(draft, line, number)


def _take_opening(draft: _Draft, line: str, number: int) -> None:
    """Lines before the first article: title, history, fields, contents, preamble."""
    if draft.is_history_open or (not draft.history and draft.title and line.startswith(("（", "("))):
        draft.history += line
        draft.is_history_open = not line.endswith(("）", ")"))
    elif (found := _FIELD.fullmatch(line)) is not None:
        draft.fields[found["name"]] = found["value"].strip()
    elif _CONTENTS.fullmatch(line):
        return
    elif draft.history or draft.fields:
        draft.preamble.append(line)
    else:
        draft.title = names.tidy(draft.title + line)
        if len(draft.title) > LONGEST_NAME:
            raise LawTextError("there is no bracketed history (（…通过）) after the title", number)


def _check_order(draft: _Draft, head: ArticleHead, number: int) -> None:
    last = draft.head
    expected = {(1, 0)} if last is None else {(last.number + 1, 0), (last.number, last.sub + 1)}
    if (head.number, head.sub) not in expected:
        raise LawTextError(f"{head.label} after {last.label if last else 'the title'}", number)


def _close(draft: _Draft) -> None:
    if draft.head is None:
        return
    head = draft.head
    draft.articles.append(ArticleText(head.number, head.sub, head.label, tuple(draft.lines), draft.head_place))


def _finished(draft: _Draft, where: str, last_line: int) -> LawText:
    empty = next((article.label for article in draft.articles if not article.lines), None)
    if empty is not None:
        raise LawTextError(f"{empty} is empty", last_line)
    kind = names.kind_of(draft.title)
    if not draft.articles and draft.preamble and kind in {"decision", "interpretation", "amendment"}:
        draft.articles, draft.preamble = [ArticleText(0, 0, "", tuple(draft.preamble))], []
    if not draft.articles:
        raise LawTextError("no article (第一条 …) was found", last_line)
    dates = _dates(draft.history)
    promulgated = next(iter(_dates(draft.fields.get("公布日期", ""))), max(dates, default=None))
    if promulgated is None:
        raise LawTextError("no day of promulgation in the bracketed history or after 公布日期：", min(last_line, 2))
    first = settling.force_day(draft.articles[-1].text)
    return LawText(
        where=where,
        name=draft.title,
        articles=tuple(draft.articles),
        promulgated_on=promulgated,
        force_on=_force_on(draft, dates, promulgated, first),
        first_force_on=first,
        kind=kind,
        field=draft.fields.get("法律部门", ""),
        issuer=draft.fields.get("制定机关", ""),
        preamble="\n".join(draft.preamble),
        is_marked_repealed="废止" in draft.fields.get("时效性", ""),
    )


def _force_on(draft: _Draft, dates: list[date], promulgated: date, first: date | None) -> date | None:
    """The day this text came into force: as said, or the law's own last article while it was never amended."""
    if said := _dates(draft.fields.get("施行日期", "")):
        return said[0]
    if first is not None and first >= promulgated:
        return first
    return promulgated if len(set(dates)) <= 1 and AT_ONCE in draft.articles[-1].text else None


def _dates(text: str) -> list[date]:
    found = []
    for one in _DATE.finditer(text):
        try:
            found.append(date(int(one["year"]), int(one["month"]), int(one["day"])))
        except ValueError:
            continue
    return found

"""The desk's first page: the greeting, what a person has to do, what is under review."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pufa.accounts.models import Role, User
from pufa.lib import clock
from pufa.review import desk, queries
from pufa.review.models import ROLE_OF, Review

ROWS = 5
LOADED = ("gates", "reports", "authors")
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """A button at the top of the first page; with choices (label, address) it opens to ask where."""

    label: str
    url: str = ""
    icon: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Todo:
    """One row of what a person has to do; `what` is the deed in a word or two."""

    row: desk.Row
    what: str


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for a person: how much, how much of it late or due today, and its first rows."""

    counts: queries.Counts
    returned: int
    look_backs: int
    rows: list[Todo]

    @property
    def total(self) -> int:
        """Everything that waits."""
        return self.counts.waiting + self.returned + self.look_backs


def work(person: User, now: datetime) -> Work:
    """What waits for a person: at gates, come back to the author, and for the office to look back at."""
    returned, counts = queries.sent_back_to(person), queries.counts_for(person, now=now)
    look_backs = queries.look_backs_due(now) if person.has_role(Role.OFFICE) else Review.objects.none()
    found = [
        *_gates(queries.queue(person).prefetch_related(*LOADED)[:ROWS], person, now),
        *_returned(returned.prefetch_related(*LOADED)[:ROWS], person, now),
        *_look_backs(look_backs.prefetch_related(*LOADED)[:ROWS], person, now),
    ]
    return Work(counts, returned.count(), look_backs.count(), found[:ROWS])


def head(person: User, todo: Work, now: datetime) -> Context:
    """The greeting and the line of the day under it."""
    today, counts = clock.shanghai_day(now), todo.counts
    lines = []
    if counts.overdue:
        lines.append(ngettext("%(count)d overdue", "%(count)d overdue", counts.overdue) % {"count": counts.overdue})
    if counts.today:
        lines.append(ngettext("%(count)d due today", "%(count)d due today", counts.today) % {"count": counts.today})
    if todo.returned:
        lines.append(ngettext("%(count)d sent back", "%(count)d sent back", todo.returned) % {"count": todo.returned})
    if todo.look_backs:
        text = ngettext("%(count)d to look back at", "%(count)d to look back at", todo.look_backs)
        lines.append(text % {"count": todo.look_backs})
    return {"title": _greeting(person, todo), "today": today, "line": _(", ").join(lines)}


def panels(person: User, todo: Work, now: datetime) -> Context:
    """What the two panels show: what this person has to do, and what is under review."""
    under_review = Review.objects.open().order_by("due_at", "pk")
    return {
        "work": todo,
        "has_work": _works_on_pieces(person) or todo.total > 0,
        "all_mine": f"{reverse('review:work_list')}?view={_view(todo)}",
        "open": desk.rows(under_review.prefetch_related(*LOADED)[:ROWS], person, now),
        "open_count": under_review.count(),
        "empty": _empty(person),
    }


def _greeting(person: User, todo: Work) -> str:
    urgent = todo.counts.overdue + todo.counts.today
    if urgent:
        text = ngettext("%(name)s, %(count)d thing first today", "%(name)s, %(count)d things first today", urgent)
        return text % {"name": person, "count": urgent}
    if todo.total:
        count = todo.total
        text = ngettext("%(name)s, %(count)d thing waits for you", "%(name)s, %(count)d things wait for you", count)
        return text % {"name": person, "count": count}
    if not _works_on_pieces(person):  # what waits for them stands in the panels of other rooms
        return _("Good day, %(name)s") % {"name": person}
    return _("%(name)s, no piece waits for you today") % {"name": person}


def _works_on_pieces(person: User) -> bool:
    return any(person.has_role(role) for role in (Role.OFFICE, Role.EDITOR, *ROLE_OF.values()))


def _view(todo: Work) -> str:
    if todo.counts.waiting:
        return "mine"
    return "own" if todo.returned else "look_back" if todo.look_backs else "mine"


def _gates(reviews: Iterable[Review], person: User, now: datetime) -> list[Todo]:
    found = desk.rows(reviews, person, now)
    return [Todo(row, str(row.review.stage.label)) for row in found if row.review.stage]


def _returned(reviews: Iterable[Review], person: User, now: datetime) -> list[Todo]:
    return [
        Todo(replace(row, verb=_("Revise it"), since=_("came back on %(day)s") % {"day": _day(at)}), _("Sent back"))
        for row in desk.rows(reviews, person, now)
        if (at := row.review.closed_at)
    ]


def _day(moment: datetime) -> str:
    day = clock.shanghai_day(moment)
    return _("%(month)d/%(day)d") % {"month": day.month, "day": day.day}


def _look_backs(reviews: Iterable[Review], person: User, now: datetime) -> list[Todo]:
    return [
        Todo(replace(row, verb=_("Look back at it"), due=desk.due_words(at, now)), _("Look back"))
        for row in desk.rows(reviews, person, now)
        if (at := row.review.look_back_due_at)
    ]


def _empty(person: User) -> str:
    """What stands there when nothing waits: the first step for each part a person may have."""
    if any(person.has_role(role) for role in ROLE_OF.values()):
        return _("When a text reaches your gate it stands here, the most urgent first.")
    if person.has_role(Role.EDITOR):
        return _("Write a piece and submit it. What a reviewer sends back to you stands here.")
    return _("Published pieces that are due to be looked at again stand here.")

"""The board of a forwarding task: account by account, grouped by kind of unit and never ranked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pufa.accounts.models import User
from pufa.distribution.models import OPEN_FORWARDS, Forward, ForwardState, ForwardTask
from pufa.distribution.models.forwards import ForwardQuerySet
from pufa.distribution.queries import forwards
from pufa.distribution.queries.versions import version_of
from pufa.lib import clock
from pufa.lib.spreadsheet import Value
from pufa.matrix.models import Sector

S = ForwardState
MOST_CELLS: Final = 60
PER_PAGE: Final = 240
PROBLEMS: Final = {
    "slow": gettext_lazy("platform slows us"),
    "sign_in": gettext_lazy("sign in anew"),
    "no_answer": gettext_lazy("platform does not answer"),
    "no_way": gettext_lazy("please give a link"),
    "closed": gettext_lazy("platform lets nobody look"),
    "unreadable": gettext_lazy("link cannot be read by a program"),
    "altered": gettext_lazy("altered copy, not counted"),
    "part": gettext_lazy("only a part was found"),
    "counted": gettext_lazy("page counts for another account"),
    "other_account": gettext_lazy("page does not name the account"),
    "own_page": gettext_lazy("link leads to our own site"),
    "link_dead": gettext_lazy("link leads nowhere"),
    "other_text": gettext_lazy("link shows another text"),
}
LABELS: Final = {
    "done": gettext_lazy("Forwarded"),
    "retry": gettext_lazy("Being tried again"),
    "missing": gettext_lazy("Not found"),
    "waiting": pgettext_lazy("forward", "Still to come"),
}
ORDER: Final = ("account__sector", "account__organisation__code", "account__platform__position", "pk")


@dataclass(frozen=True, slots=True)
class Cell:
    """One account on the board; `word` says in a few signs how it stands."""

    forward: Forward
    box: str
    word: str


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of unit: its cells on this page, how many there are, and the pages if they are many."""

    sector: str
    label: str
    cells: list[Cell]
    total: int
    page: Page[Any] | None = None

    @property
    def hidden(self) -> int:
        """How many this page does not show."""
        return 0 if self.page else self.total - len(self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows; `version` changes whenever anything did."""

    parts: list[dict[str, Any]]
    groups: list[Group]
    total: int
    open: int
    late: int
    excused: int
    looked_at: datetime | None
    version: str


def board(task: ForwardTask, person: User, *, view: str = "", sector: str = "", page: str = "") -> Board:
    """The board as somebody may see it: `view` "open" leaves out what is done, `sector` shows one kind of unit whole.

    Asks the same number of questions however many accounts there are.
    """
    rows = forwards.visible(person).filter(task=task)
    sums = _sums(rows)
    shown = rows.filter(state__in=OPEN_FORWARDS) if view == "open" else rows
    totals = {key: value["open" if view == "open" else "total"] for key, value in sums.items()}
    groups = [_whole(shown, sector, page)] if sector in Sector.values else _groups(shown, totals)
    news = rows.aggregate(state=Max("state_at"), look=Max("looked_at"), link=Max("link_given_at"))
    whole = {name: sum(one[name] for one in sums.values()) for name in next(iter(sums.values()), _none())}
    return Board(
        parts=[{"state": box, "label": LABELS[box], "count": whole[box]} for box in LABELS],
        groups=groups,
        total=whole["total"],
        open=whole["open"],
        late=whole["late"],
        excused=whole["excused"],
        looked_at=news["look"],
        version=version_of(
            news,
            sorted(sums.items()),
            [
                (cell.forward.pk, cell.forward.state_at, cell.forward.looked_at, cell.forward.link_given_at, cell.word)
                for group in groups
                for cell in group.cells
            ],
        ),
    )


def overview(tasks: Iterable[ForwardTask], person: User) -> list[dict[str, Any]]:
    """For a list of tasks their progress, with one question for all of them."""
    some = list(tasks)
    found: Any = forwards.visible(person).filter(task__in=some).order_by().values("task")
    rows: Any = found.annotate(**_counts())
    by_task = {row["task"]: row for row in rows}
    return [_told(task, by_task.get(task.pk, _none())) for task in some]


def cell(forward: Forward) -> Cell:
    """How one forward looks on the board."""
    return Cell(forward, box(forward), word(forward))


def box(forward: Forward) -> str:
    """Which of the four fills stands for a forward; an excused one has its own."""
    if forward.is_done:
        return "done"
    if forward.state == S.EXCUSED:
        return "excused"
    if forward.state == S.NOT_FOUND:
        return "missing"
    return "retry" if forward.problem else "waiting"


def word(forward: Forward) -> str:
    """How a forward stands, in a few signs."""
    if forward.is_done and forward.posted_at:
        at = clock.in_shanghai(forward.posted_at)
        return f"{at.day} {at:%H:%M}"
    if forward.state == S.EXCUSED:
        return str(S.EXCUSED.label)
    if forward.problem:
        return problem(forward)
    if forward.state == S.NOT_FOUND:
        return _("looked %(count)d times") % {"count": forward.tries}
    return _("link given") if forward.link_given else str(_("not yet"))


def problem(forward: Forward) -> str:
    """Why the last look could not look, in words."""
    return str(PROBLEMS.get(forward.problem, forward.problem))


def table(task: ForwardTask, person: User) -> Iterator[list[Value]]:
    """The board as rows of a spreadsheet."""
    rows = forwards.visible(person).filter(task=task).whole().order_by(*ORDER)
    for one in rows.iterator(chunk_size=1000):
        yield [
            str(Sector(one.account.sector).label),
            one.account.organisation.name,
            one.account.name,
            one.account.platform.name,
            one.get_state_display(),
            one.posted_at,
            one.found_at,
            one.url or one.link_given,
            one.get_how_display() if one.how else "",
            round(one.score * 100) if one.score is not None else None,
            one.tries,
            one.excuse or (problem(one) if one.problem else ""),
        ]


def table_head() -> list[str]:
    """The titles of that table's columns."""
    return [
        _("Kind of unit"), _("Unit"), _("Account"), _("Platform"), _("State"), _("Forwarded at"), _("Found at"),
        _("Link"), _("How it was found"), _("Same words, %"), _("Looks"), _("Remark"),
    ]  # fmt: skip


def _counts() -> dict[str, Any]:
    slow = Q(state=S.WAITING) & ~Q(problem="")
    return {
        "done": Count("pk", filter=Q(state__in=(S.FOUND, S.LATE))),
        "retry": Count("pk", filter=slow),
        "missing": Count("pk", filter=Q(state=S.NOT_FOUND)),
        "waiting": Count("pk", filter=Q(state=S.WAITING, problem="")),
        "excused": Count("pk", filter=Q(state=S.EXCUSED)),
        "late": Count("pk", filter=Q(state=S.LATE)),
        "open": Count("pk", filter=Q(state__in=OPEN_FORWARDS)),
        "total": Count("pk"),
    }


def _none() -> dict[str, int]:
    return dict.fromkeys(_counts(), 0)


def _sums(rows: ForwardQuerySet) -> dict[str, dict[str, int]]:
    grouped: Any = rows.order_by().values("account__sector")
    found: Any = grouped.annotate(**_counts())
    by_sector = {row["account__sector"]: {name: row[name] for name in _counts()} for row in found}
    return {value: by_sector[value] for value in Sector.values if value in by_sector}


def _groups(rows: ForwardQuerySet, totals: dict[str, int]) -> list[Group]:
    """The first cells of every kind of unit."""
    place = Window(RowNumber(), partition_by=F("account__sector"), order_by=[F(name).asc() for name in ORDER[1:]])
    numbered: Any = rows.whole().annotate(place=place)
    first: Iterable[Forward] = numbered.filter(place__lte=MOST_CELLS).order_by(*ORDER)
    members: dict[str, list[Cell]] = {}
    for row in first:
        members.setdefault(row.account.sector, []).append(cell(row))
    return [
        Group(value, str(Sector(value).label), members.get(value, []), total)
        for value, total in totals.items()
        if total
    ]


def _whole(rows: ForwardQuerySet, sector: str, page: str) -> Group:
    found = Paginator(rows.filter(account__sector=sector).whole().order_by(*ORDER), PER_PAGE).get_page(page)
    return Group(sector, str(Sector(sector).label), [cell(row) for row in found], found.paginator.count, found)


def _told(task: ForwardTask, sums: dict[str, Any]) -> dict[str, Any]:
    parts = [{"state": box, "label": LABELS[box], "count": sums[box]} for box in LABELS]
    return {"task": task, "parts": parts, "total": sums["total"], "excused": sums["excused"]}

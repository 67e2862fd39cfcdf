"""Days of the calendar from a table, such as the year's announced holidays: all of it or nothing, twice is once."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table
from pufa.accounts.models import Role, User
from pufa.distribution.actions import calendar
from pufa.distribution.actions.holding import need_role
from pufa.distribution.models import CalendarDay, DayKind

COLUMNS: Final = (
    Column("title", "名称", "Title", 60, required=True, example="春节"),
    Column("first", "首日", "First day", 12, required=True, is_narrow=True, example="2027-02-05"),
    Column("last", "末日", "Last day", 12, is_narrow=True, example="2027-02-11"),
    Column("kind", "类别", "Kind", 10, required=True, example="节假日"),
    Column("is_yearly", "每年", "Every year", 4, example="否"),
    Column("is_verified", "已核对", "Compared", 4, example="是"),
    Column("note", "备注", "Note", 200),
)
KINDS: Final = {"主题日": DayKind.THEME, "节假日": DayKind.HOLIDAY, "调休上班": DayKind.WORKDAY}
YES: Final = {"是": True, "否": False, "": False}


def plan_import(file: TableFile) -> tuple[list[Line], Counts]:
    """What taking a table over would do; writes nothing. Raises ImportFaultError."""
    table, _values = _understood(file)
    return table.lines, counts(table.lines)


@transaction.atomic
def import_days(file: TableFile, *, by: User, now: datetime | None = None) -> Counts:
    """Keeps all days of a table. A day is known by its title and first day; what else is told changes it.

    Raises ImportFaultError, NotAllowedError.
    """
    need_role(by, Role.OFFICE)
    list(User.objects.select_for_update(no_key=True).filter(pk=by.pk))  # a double click waits and finds all known
    table, values = _understood(file)
    for line in table.lines:
        if line.fate != "same":
            told, day = values[line.row]
            calendar.keep_day(day=day, by=by, now=now, **told)
    return counts(table.lines)


def _understood(file: TableFile) -> tuple[Table, dict[int, tuple[dict[str, Any], CalendarDay | None]]]:
    table = read_table(file, COLUMNS)
    known = {(one.title, one.first): one for one in CalendarDay.objects.all()}
    values: dict[int, tuple[dict[str, Any], CalendarDay | None]] = {}
    seen: dict[object, int] = {}
    for line in table.lines:
        told = _understand(table, line)
        key = (told["title"], told["first"])
        if told["first"] is not None and seen.setdefault(key, line.row) != line.row:
            table.blame(line, "title", _("the same as in row %(row)d") % {"row": seen[key]})
        day = known.get(key)
        values[line.row] = told, day
        is_same = day is not None and all(getattr(day, name) == value for name, value in told.items())
        line.fate = "same" if is_same else "changed" if day else "new"
    table.stop_if_wrong()
    return table, values


def _understand(table: Table, line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {"title": line["title"], "note": line["note"], "kind": KINDS.get(line["kind"])}
    told["first"] = table.day(line, "first")
    told["last"] = (table.day(line, "last") if line["last"] else None) or told["first"]
    if line["kind"] and told["kind"] is None:
        table.blame(line, "kind", _("must be one of: %(kinds)s") % {"kinds": "、".join(KINDS)})
    if told["first"] and not told["first"] <= told["last"] <= told["first"] + calendar.LONGEST:
        table.blame(line, "last", _("the last day comes after the first, within a month"))
    for name in ("is_yearly", "is_verified"):
        told[name] = YES.get(line[name], False)
        if line[name] not in YES:
            table.blame(line, name, _("must be one of: %(kinds)s") % {"kinds": "是、否"})
    return told


def rows() -> list[list[str]]:
    """All days in the very form the import takes."""
    words = {kind.value: word for word, kind in KINDS.items()}
    return [
        [
            one.title, f"{one.first:%Y-%m-%d}", f"{one.last:%Y-%m-%d}", words[one.kind],
            "是" if one.is_yearly else "否", "是" if one.is_verified else "否", one.note,
        ]
        for one in CalendarDay.objects.order_by("first", "title")
    ]  # fmt: skip

"""Old visits from a table: everything or nothing; the same file twice gives nothing new."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table
from pufa.accounts.models import District, Role, User
from pufa.audit import actions as audit_actions
from pufa.lectures.actions import visits
from pufa.lectures.errors import LecturesError, NotAllowedError
from pufa.lectures.models import Counting, Kit, Visit, VisitState
from pufa.lectures.queries import access
from pufa.lib import clock

COLUMNS: Final = (
    Column("kit", "讲本", "Kit", 60, required=True, example="陌生链接不要点"),
    Column("lecturer", "讲师", "Lecturer", 60, required=True, example="jiangshi"),
    Column("day", "日期", "Day", 12, required=True, is_narrow=True, example="2025-03-12"),
    Column("district", "县市区", "District", 40, required=True, example="芦淞区"),
    Column("place", "地点", "Place", 60, required=True, example="白关镇卦石村"),
    Column("people", "听众人数", "Listeners", 8, required=True, is_narrow=True, example="46"),
    Column("counting", "统计方式", "How counted", 10, required=True, example="清点"),
    Column("notes", "备注", "Notes", 500),
)
COUNTINGS: Final = {"签到": Counting.SIGNED, "清点": Counting.COUNTED, "估算": Counting.ESTIMATED}


def plan_import(file: TableFile) -> tuple[list[Line], Counts]:
    """What taking a table over would do; writes nothing. Raises ImportFaultError."""
    table, _values = _understood(file, clock.now())
    return table.lines, counts(table.lines)


@transaction.atomic
def import_visits(file: TableFile, *, by: User, now: datetime | None = None) -> Counts:
    """Records all visits of a table that are not known, each with its entries in the ledger.

    A row is known by kit, lecturer, day and place. Raises ImportFaultError, NotAllowedError.
    """
    if not access.is_office(by):
        raise NotAllowedError(_("Only the programme office does this."))
    moment = now or clock.now()
    list(Kit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk")[:1])  # a second import waits
    table, values = _understood(file, moment)
    for line in table.lines:
        if line.fate == "new":
            told = values[line.row]
            report = {name: told.pop(name) for name in ("people", "counting", "notes")}
            visit = visits.plan(by=by, now=moment, **told)
            visits.record(visit=visit, by=by, now=moment, **report)
    made = counts(table.lines)
    detail = {"created": made.created, "same": made.same}
    audit_actions.record(by=by, verb="lectures.imported", key="lectures:import", detail=detail, now=moment)
    return made


def _understood(file: TableFile, now: datetime) -> tuple[Table, dict[int, dict[str, Any]]]:
    table = read_table(file, COLUMNS)
    kits = {one.title: one for one in Kit.objects.all() if one.is_public}
    people = User.objects.filter(is_active=True, grants__role=Role.LECTURER).distinct()
    lecturers = _by_name(people)
    districts = {name: one for one in District.objects.all() for name in (one.name, one.code)}
    recorded = Visit.objects.filter(state=VisitState.RECORDED)
    known = set(recorded.values_list("kit", "lecturer", "day", "place"))
    values: dict[int, dict[str, Any]] = {}
    seen: dict[object, int] = {}
    for line in table.lines:
        told = values[line.row] = {
            "kit": kits.get(line["kit"].strip("《》")), "lecturer": lecturers.get(line["lecturer"]),
            "district": districts.get(line["district"]), "place": line["place"], "day": table.day(line, "day"),
            "people": int(line["people"]) if line["people"].isascii() and line["people"].isdigit() else -1,
            "counting": COUNTINGS.get(line["counting"]), "notes": line["notes"],
        }  # fmt: skip
        before = len(table.problems)
        _blame(table, line, told, now)
        if len(table.problems) > before or None in told.values():
            continue
        mark = (told["kit"].pk, told["lecturer"].pk, told["day"], told["place"])
        first = seen.setdefault(mark, line.row)
        if first != line.row:
            table.blame(line, "place", _("the same as in row %(row)d") % {"row": first})
        line.fate = "same" if mark in known else "new"
    table.stop_if_wrong()
    return table, values


def _by_name(people: Any) -> dict[str, User]:
    """Lecturers by user name, and by their own name where only one has it."""
    found: dict[str, User] = {}
    names = [one.name for one in people]
    for one in people:
        found[one.username] = one
        if names.count(one.name) == 1:
            found.setdefault(one.name, one)
    return found


def _blame(table: Table, line: Line, told: Mapping[str, Any], now: datetime) -> None:
    reasons = {
        "kit": _("there is no such approved kit"),
        "lecturer": _("there is no such lecturer; use the user name"),
        "district": _("there is no such district"),
        "counting": _("must be one of: %(kinds)s") % {"kinds": "、".join(COUNTINGS)},
    }
    for name, reason in reasons.items():
        if line[name] and told[name] is None:
            table.blame(line, name, reason)
    if told["day"] is None or told["counting"] is None:
        return
    column = {"bad_count": "people", "bad_day": "day", "personal_data": "notes"}
    try:
        visits.check_report(told["people"], told["counting"], told["notes"], told["day"], now)
    except LecturesError as error:
        table.blame(line, column.get(error.reason, ""), str(error))

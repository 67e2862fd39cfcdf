"""Old activities from a table: everything or nothing; the same file twice gives nothing new."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table
from pufa.accounts.models import District, Organisation, User
from pufa.audit import actions as audit_actions
from pufa.edge import purge
from pufa.events.actions.permissions import require_office
from pufa.events.actions.planning import ROOM
from pufa.events.actions.recording import MOST_PEOPLE
from pufa.events.metrics import HELD, PEOPLE
from pufa.events.models import Activity, ActivityForm, Counting, State, ThemeDay
from pufa.events.models.activities import sameness
from pufa.lib import clock, privacy
from pufa.reach import actions as reach_actions

COLUMNS: Final = (
    Column("title", "活动名称", "Title", 80, required=True, example="广场反诈宣传"),
    Column("form", "形式", "Form", 20, required=True, example="集市咨询"),
    Column("day", "日期", "Day", 10, required=True, is_narrow=True, example="2024-09-12"),
    Column("organisation", "举办单位", "Unit", 100, required=True, example="市司法局"),
    Column("district", "县市区", "District", 40, required=True, example="芦淞区"),
    Column("place", "地点", "Place", 80, required=True, example="芦淞广场"),
    Column("partners", "协办单位", "Partners", 200),
    Column("audience", "对象", "For whom", 60, example="市民"),
    Column("people", "覆盖人次", "People reached", 8, required=True, is_narrow=True, example="230"),
    Column("counting", "统计方式", "How counted", 10, required=True, example="清点"),
    Column("asked", "群众问题", "What people asked", 1000),
    Column("theme_day", "主题日", "Theme day", 130, example="网络安全宣传周·校园日"),
)
FORMS: Final = {
    "讲座": ActivityForm.TALK, "集市咨询": ActivityForm.STALL, "进村入户": ActivityForm.VISIT,
    "文艺演出": ActivityForm.SHOW, "知识竞赛": ActivityForm.QUIZ, "培训": ActivityForm.TRAINING,
    "开放日": ActivityForm.OPEN_DAY, "其他": ActivityForm.OTHER,
}  # fmt: skip
COUNTINGS: Final = {"签到": Counting.SIGNED, "清点": Counting.COUNTED, "估算": Counting.ESTIMATED}


def plan_import(file: TableFile) -> tuple[list[Line], Counts]:
    """What taking a table over would do; writes nothing. Raises ImportFaultError."""
    table, _values = _understood(file)
    return table.lines, counts(table.lines)


def import_activities(file: TableFile, *, by: User | None, now: datetime | None = None) -> Counts:
    """Records all activities of a table that are not known, each with its entries in the ledger.

    A row is known by title, unit, day and place. Raises ImportFaultError, NotAllowedError.
    """
    require_office(by)
    moment = now or clock.now()
    with transaction.atomic():
        _one_at_a_time()
        table, values = _understood(file)
        fresh = [values[line.row] for line in table.lines if line.fate == "new"]
        for told in fresh:
            _write(told, by, moment)
        made = counts(table.lines)
        detail = {"created": made.created, "same": made.same}
        audit_actions.record(by=by, verb="events.imported", key="events:import", detail=detail, now=moment)
        purge.purge_prefix(ROOM)
    return made


def _one_at_a_time() -> None:
    """Lets a second import of the same table wait until the first is written, and so find nothing new."""
    list(Organisation.objects.select_for_update(no_key=True).order_by("pk").values_list("pk")[:1])


def _write(told: Mapping[str, Any], by: User | None, now: datetime) -> None:
    made = Activity(
        **told, state=State.RECORDED, recorded_at=now, recorded_by=by, created_at=now, origin="import", sheet=1,
        sameness=sameness(told["organisation"].pk, told["starts_at"], told["place"]),
    )  # fmt: skip
    made.save()
    evidence = {"links": [made.desk_url], "note": _("From an imported table")}
    for metric, amount in ((HELD, 1), (PEOPLE, made.people or 0)):
        if amount:
            reach_actions.record(
                metric=metric, amount=amount, at=made.starts_at, source_key=made.key, source_title=made.title,
                source_url=made.get_absolute_url(), organisation=made.organisation, district=made.district,
                evidence=evidence, idempotency_key=f"{made.key}:{metric}:1", by=by, now=now,
            )  # fmt: skip


def _understood(file: TableFile) -> tuple[Table, dict[int, dict[str, Any]]]:
    table = read_table(file, COLUMNS)
    units = {name: one for one in Organisation.objects.all() for name in (one.short_name, one.name, one.code)}
    districts = {name: one for one in District.objects.all() for name in (one.name, one.code)}
    days = {str(one): one for one in ThemeDay.objects.select_related("campaign")}
    known = {(title, mark) for title, mark in Activity.objects.values_list("title", "sameness")}
    values: dict[int, dict[str, Any]] = {}
    seen: dict[object, int] = {}
    for line in table.lines:
        told = values[line.row] = _understand(table, line, units, districts)
        told["theme_day"] = days.get(line["theme_day"])
        if line["theme_day"] and told["theme_day"] is None:
            table.blame(line, "theme_day", _("there is no such theme day; write campaign·day"))
        if told["organisation"] is None or told["starts_at"] is None:
            continue
        mark = (line["title"], sameness(told["organisation"].pk, told["starts_at"], line["place"]))
        first = seen.setdefault(mark, line.row)
        if first != line.row:
            table.blame(line, "title", _("the same as in row %(row)d") % {"row": first})
        line.fate = "same" if mark in known else "new"
    table.stop_if_wrong()
    return table, values


def _understand(
    table: Table, line: Line, units: Mapping[str, Organisation], districts: Mapping[str, District]
) -> dict[str, Any]:
    told: dict[str, Any] = {name: line[name] for name in ("title", "place", "partners", "audience", "asked")}
    told["organisation"], told["district"] = units.get(line["organisation"]), districts.get(line["district"])
    told["form"], told["counting"] = FORMS.get(line["form"]), COUNTINGS.get(line["counting"])
    told["starts_at"], told["people"] = _day(table, line), _people(table, line)
    if line["organisation"] and told["organisation"] is None:
        table.blame(line, "organisation", _("there is no such unit; use its code, full or short name"))
    if line["district"] and told["district"] is None:
        table.blame(line, "district", _("there is no such district"))
    for name, words in (("form", FORMS), ("counting", COUNTINGS)):
        if line[name] and told[name] is None:
            table.blame(line, name, _("must be one of: %(kinds)s") % {"kinds": "、".join(words)})
    for name in ("title", "place", "asked"):
        if found := privacy.find_personal_data(line[name]):
            table.blame(line, name, _("holds personal data (%s)") % found[0].masked)
    return told


def _day(table: Table, line: Line) -> datetime | None:
    day = table.past_day(line, "day")
    return datetime.combine(day, time(9), tzinfo=clock.SHANGHAI) if day is not None else None


def _people(table: Table, line: Line) -> int | None:
    plain = line["people"].replace(",", "").replace("，", "")
    if plain.isascii() and plain.isdigit() and int(plain) <= MOST_PEOPLE:
        return int(plain)
    if line["people"]:
        table.blame(line, "people", _("must be a whole number, nought or above"))
    return None

"""The register from a table in the form units already have: everything or nothing, problems by row and column."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table
from pufa.accounts.models import Organisation, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix.actions import filings
from pufa.matrix.actions.fields import changed_fields, tidy
from pufa.matrix.actions.permissions import require_office
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, Platform, Sector
from pufa.ui.errors import Refusal

COLUMNS: Final = (
    Column("number", "备案号", "Filing number", 24, is_narrow=True),
    Column("supervisor", "主管单位", "Unit in charge", 100, example="示例市委网信办"),
    Column("organisation", "服务主体", "Unit", 100, required=True, example="示例市司法局"),
    Column("sector", "单位类别", "Kind of unit", 20, required=True, example="政法"),
    Column("platform", "平台", "Platform", 40, required=True, example="微信公众号"),
    Column("name", "账号名称", "Account name", 60, required=True, example="示例司法"),
    Column("handle", "账号", "Account ID", 80, is_narrow=True, example="shili-sifa"),
    Column("address", "公开地址", "Public address", 500, is_narrow=True, example="https://example.cn/shili-sifa"),
    Column("certification", "认证", "Certified as", 100, example="示例市司法局"),
    Column("operator", "运维负责人", "Run by", 40, example="张三"),
    Column("contact", "联系电话", "Contact phone", 30, is_narrow=True),
    Column("purpose", "用途", "Purpose", 200, example="发布普法内容"),
    Column("opened_on", "开设日期", "Opened on", 10, required=True, is_narrow=True, example="2024-05-01"),
    Column("closed_on", "关闭日期", "Closed on", 10, is_narrow=True),
    Column("excuse", "同平台第二个账号的理由", "Why a second account", 200),
)
SECTORS: Final = {
    "牵引账号": Sector.LEAD,
    "政法": Sector.LAW,
    "民生与城建": Sector.LIVELIHOOD,
    "经济与数据": Sector.ECONOMY,
    "群团": Sector.SOCIETY,
    "县市区": Sector.DISTRICT,
    "其他": Sector.OTHER,
}
FIELDS: Final = tuple(column.key for column in COLUMNS if column.key not in {"number", "opened_on", "closed_on"})


@dataclass(frozen=True, slots=True)
class _Known:
    units: dict[str, Organisation]
    platforms: dict[str, Platform]
    accounts: dict[str, Account]


def plan_register(file: TableFile) -> tuple[list[Line], Counts]:
    """What importing would do, row by row, without doing it. Raises ImportFaultError."""
    table, _values = _understood(file)
    return table.lines, counts(table.lines)


def import_register(file: TableFile, *, by: User | None, now: datetime | None = None) -> Counts:
    """Enters new accounts and files what changed, all as approved by the office, or nothing.

    A row is known by filing number, else by platform and account ID, else by platform, unit and name; the same file
    can come again. Raises ImportFaultError, NotAllowedError.
    """
    require_office(by)
    moment = now or clock.now()
    table, values = _understood(file)
    with transaction.atomic():
        for line in table.lines:
            try:
                with transaction.atomic():
                    _write(line, values[line.row], by, moment)
            except Refusal as refusal:
                table.blame(line, "", str(refusal))
        table.stop_if_wrong()
        told = counts(table.lines)
        detail = {"created": told.created, "changed": told.changed, "same": told.same}
        audit_actions.record(by=by, verb="matrix.register_imported", key="matrix:register", detail=detail, now=moment)
    return told


def _write(line: Line, values: Mapping[str, Any], by: User | None, now: datetime) -> None:
    account, fields = values["account"], values["fields"]
    if account is None:
        account = filings.register(fields=fields, happened_on=values["opened_on"], by=by, now=now)
    elif line.fate == "changed" and account.state == Account.State.ACTIVE:
        _file_changes(account, fields, by, now)
    closed_on = values["closed_on"]
    if closed_on and account.state == Account.State.ACTIVE:
        reason = _("Closed according to the imported table.")
        filing = filings.file_closing(account=account, closed_on=closed_on, reason=reason, by=by, now=now)
        filings.approve(filing=filing, by=by, now=now)


def _file_changes(account: Account, fields: Mapping[str, Any], by: User | None, now: datetime) -> None:
    if not _differs(account, fields):
        return
    reason, today = _("Changed according to the imported table."), clock.shanghai_day(now)
    filing = filings.file_change(account=account, fields=fields, happened_on=today, reason=reason, by=by, now=now)
    filings.approve(filing=filing, by=by, now=now)


def _understood(file: TableFile) -> tuple[Table, dict[int, dict[str, Any]]]:
    table = read_table(file, COLUMNS)
    known = _Known(_units(), _platforms(), _accounts())
    values: dict[int, dict[str, Any]] = {}
    seen: dict[object, int] = {}
    for line in table.lines:
        values[line.row] = told = _understand(table, line, known)
        account = told["account"]
        mark = account.pk if account else tuple(line[key] for key in ("platform", "organisation", "handle", "name"))
        first = seen.setdefault(mark, line.row)
        if first != line.row:
            table.blame(line, "name", _("the same as in row %(row)d") % {"row": first})
    table.stop_if_wrong()
    return table, values


def _understand(table: Table, line: Line, known: _Known) -> dict[str, Any]:
    fields: dict[str, Any] = {key: line[key] for key in FIELDS if key in table.present}
    for key in ("organisation", "supervisor"):
        if line[key]:
            fields[key] = known.units.get(line[key])
            if fields[key] is None:
                table.blame(line, key, _("there is no such unit; use its code, full or short name"))
        elif key in fields:
            fields[key] = None
    fields["platform"] = known.platforms.get(line["platform"].casefold())
    if line["platform"] and fields["platform"] is None:
        table.blame(line, "platform", _("there is no such platform"))
    sector = SECTORS.get(line["sector"]) or next((one for one in Sector if line["sector"] in {one, one.label}), None)
    fields["sector"] = sector.value if sector else ""
    if line["sector"] and sector is None:
        table.blame(line, "sector", _("must be one of: %(kinds)s") % {"kinds": "、".join(SECTORS)})
    if not line["contact"]:
        fields.pop("contact", None)
    account = _found(table, line, fields, known)
    days = {key: table.past_day(line, key) for key in ("opened_on", "closed_on")}
    _check(table, line, fields)
    line.fate = _fate(account, fields, days)
    return {"account": account, "fields": fields, **days}


def _found(table: Table, line: Line, fields: Mapping[str, Any], known: _Known) -> Account | None:
    if line["number"]:
        account = known.accounts.get(f"number {line['number']}")
        if account is None:
            table.blame(line, "number", _("there is no such filing; leave it empty for a new account"))
        return account
    platform, unit = fields["platform"], fields.get("organisation")
    if platform is None or unit is None:
        return None
    if line["handle"] and (account := known.accounts.get(f"handle {platform.pk} {line['handle']}")):
        return account
    return known.accounts.get(f"name {platform.pk} {unit.pk} {line['name']}")


def _fate(account: Account | None, fields: Mapping[str, Any], days: Mapping[str, date | None]) -> str:
    if account is None:
        return "new"
    is_closing = days["closed_on"] is not None and account.state == Account.State.ACTIVE
    return "changed" if is_closing or _differs(account, fields) else "same"


def _differs(account: Account, fields: Mapping[str, Any]) -> bool:
    plain = {key: value for key, value in fields.items() if key != "contact"}
    return bool(changed_fields(account, plain)[1]) or fields.get("contact", account.contact) != account.contact


def _check(table: Table, line: Line, fields: Mapping[str, Any]) -> None:
    try:
        tidy({key: value for key, value in fields.items() if value})
    except MatrixError as error:
        table.blame(line, "address" if error.reason == "bad_address" else "", str(error))


def _units() -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for unit in Organisation.objects.all():
        for name in (unit.short_name, unit.name, unit.code):
            found[name] = unit
    return found


def _platforms() -> dict[str, Platform]:
    return {name.casefold(): one for one in Platform.objects.all() for name in (one.code, one.name)}


def _accounts() -> dict[str, Account]:
    found: dict[str, Account] = {}
    for one in Account.objects.exclude(state=Account.State.REFUSED).select_related(
        "platform", "organisation", "supervisor"
    ):
        if one.state != Account.State.CLOSED:
            found[f"name {one.platform_id} {one.organisation_id} {one.name}"] = one
            if one.handle:
                found[f"handle {one.platform_id} {one.handle}"] = one
        if one.number:
            found[f"number {one.number}"] = one
    return found

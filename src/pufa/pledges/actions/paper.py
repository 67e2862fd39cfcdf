"""Signatures that were given on paper, from a table: all of them once, or none."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table
from pufa.accounts.models import Organisation, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix.models import Account
from pufa.pledges import queries
from pufa.pledges.actions.signing import Signatory, sign
from pufa.pledges.errors import NotAllowedError, PledgesError
from pufa.pledges.models import Convention, Edition
from pufa.pledges.queries import access

COLUMNS: Final = (
    Column("kind", "类别", "Kind", 10, required=True, example="账号"),
    Column("name", "名称", "Name", 60, required=True, example="某某发布"),
    Column("unit", "所属单位", "Unit", 100, example="市委宣传部"),
    Column("title", "职务", "Title", 20),
    Column("signed_by", "负责人", "Responsible person", 40, required=True, example="李某"),
    Column("day", "签署日期", "Signed on", 12, required=True, is_narrow=True, example="2026-11-20"),
)
KINDS: Final = {"账号": "account", "单位": "unit", "个人": "person"}
NINE: Final = timedelta(hours=9)


def plan_import(convention: Convention, file: TableFile) -> tuple[list[Line], Counts]:
    """What taking a table over would do; writes nothing. Raises ImportFaultError, PledgesError: not_public."""
    table, _values = _understood(file, _edition(convention))
    return table.lines, counts(table.lines)


@transaction.atomic
def import_signatures(
    *, convention: Convention, file: TableFile, by: User, now: datetime | None = None
) -> Counts:  # fmt: skip
    """Signs the newest edition for everybody in a table who has not, each as of the day on the paper.

    Raises ImportFaultError, NotAllowedError, PledgesError: not_public.
    """
    if not access.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))
    moment = now or clock.now()
    Convention.objects.select_for_update().get(pk=convention.pk)
    table, values = _understood(file, _edition(convention))
    for line in table.lines:
        if line.fate == "new":
            who, at = values[line.row]
            sign(convention=convention, who=who, signed_by=line["signed_by"], confirmed=who.name, by=by,
                 at=min(at, moment), now=moment)  # fmt: skip
    made = counts(table.lines)
    detail = {"created": made.created, "same": made.same}
    key, title = f"convention:{convention.pk}", str(convention)
    audit_actions.record(by=by, verb="pledges.imported", key=key, title=title, detail=detail, now=moment)
    return made


def _edition(convention: Convention) -> Edition:
    edition = queries.edition_of(convention)
    if edition is None or not convention.is_public or convention.is_closed:
        raise PledgesError(_("This convention is not open for signing."), code="not_public")
    return edition


def _understood(file: TableFile, edition: Edition) -> tuple[Table, dict[int, tuple[Signatory, datetime]]]:
    table = read_table(file, COLUMNS)
    units = {name: one for one in Organisation.objects.all() for name in (one.short_name, one.name, one.code)}
    accounts: dict[str, list[Account]] = {}
    for account in Account.objects.registered().select_related("organisation").order_by("platform__position", "pk"):
        accounts.setdefault(account.name, []).append(account)
    standing = set(queries.signatories(edition.convention).values_list("signatory", flat=True))
    values: dict[int, tuple[Signatory, datetime]] = {}
    seen: dict[str, int] = {}
    for line in table.lines:
        who, at = _who(table, line, units, accounts), _at(table, line, edition)
        if who is None or at is None:
            continue
        first = seen.setdefault(who.key, line.row)
        if first != line.row:
            table.blame(line, "name", _("the same as in row %(row)d") % {"row": first})
        line.fate = "same" if who.key in standing else "new"
        values[line.row] = who, at
    table.stop_if_wrong()
    return table, values


def _who(
    table: Table, line: Line, units: Mapping[str, Organisation], accounts: Mapping[str, list[Account]]
) -> Signatory | None:
    kind, unit = KINDS.get(line["kind"]), units.get(line["unit"])
    if line["kind"] and kind is None:
        table.blame(line, "kind", _("must be one of: %(kinds)s") % {"kinds": "、".join(KINDS)})
    if line["unit"] and unit is None:
        table.blame(line, "unit", _("there is no such unit; use its code, full or short name"))
    if not line["name"] or kind is None or (line["unit"] and unit is None):
        return None
    return {"account": _account, "unit": _unit, "person": _person}[kind](table, line, units, accounts)


def _account(table: Table, line: Line, units: Any, accounts: Mapping[str, list[Account]]) -> Signatory | None:
    own = [one for one in accounts.get(line["name"], ()) if not line["unit"] or one.organisation == units[line["unit"]]]
    if not own:
        table.blame(line, "name", _("there is no such account in the register"))
    elif len({one.organisation_id for one in own}) > 1:
        table.blame(line, "unit", _("several units have an account of this name; say which"))
    else:
        return Signatory.of_account(own[0])
    return None


def _unit(table: Table, line: Line, units: Mapping[str, Organisation], accounts: Any) -> Signatory | None:
    unit = units.get(line["name"])
    if unit is None:
        table.blame(line, "name", _("there is no such unit; use its code, full or short name"))
    return Signatory.of_unit(unit) if unit else None


def _person(table: Table, line: Line, units: Any, accounts: Any) -> Signatory | None:
    if not line["title"]:
        table.blame(line, "title", _("say what somebody of public life is known as"))
        return None
    return Signatory.of_person(line["name"], line["title"])


def _at(table: Table, line: Line, edition: Edition) -> datetime | None:
    day = table.day(line, "day")
    if day is None:
        return None
    if day > clock.today():
        table.blame(line, "day", _("this day has not come yet"))
    elif day < edition.from_day:
        words = _("edition %(number)d is from %(day)s; this paper is older")
        table.blame(line, "day", words % {"number": edition.number, "day": f"{edition.from_day:%Y-%m-%d}"})
    return clock.start_of_day(day) + NINE

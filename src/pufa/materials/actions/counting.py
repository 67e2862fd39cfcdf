"""A stocktake by table: counts of editions in stores, checked by row and column, taken over whole or not at all."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table
from pufa.accounts.models import User
from pufa.lib import clock
from pufa.materials.actions import moving, stock
from pufa.materials.models import Balance, Edition
from pufa.materials.queries import access

COLUMNS: Final = (
    Column("place", "库房", "Store", 60, required=True, example="市委网信办库房"),
    Column("title", "资料", "Title", 120, required=True, example="密码口袋书"),
    Column("number", "版次", "Edition", 4, required=True, is_narrow=True, example="1"),
    Column("count", "实盘册数", "Copies counted", 9, required=True, is_narrow=True, example="1200"),
    Column("counter", "盘点人", "Counted by", 40, required=True, example="张三"),
)


def plan_count(file: TableFile, *, by: User) -> tuple[list[Line], Counts]:
    """What taking a stocktake over would do. Raises ImportFaultError."""
    table, _values = _understood(file, by)
    return table.lines, counts(table.lines)


def take_count(file: TableFile, *, by: User, now: datetime | None = None) -> Counts:
    """Settles all counts of a table. Raises ImportFaultError."""
    moment = now or clock.now()
    table, values = _understood(file, by)
    with transaction.atomic():
        for line in table.lines:
            told = values[line.row]
            reason = _("Counted by %s") % line["counter"]
            stock.settle_count(
                place=told["place"], counted={told["edition"]: told["count"]}, reason=reason, by=by, now=moment
            )
    return counts(table.lines)


def _understood(file: TableFile, by: User) -> tuple[Table, dict[int, dict[str, Any]]]:
    table = read_table(file, COLUMNS)
    places = {one.name: one for one in access.stores_of(by)}
    editions = {(one.title.name, one.number): one for one in Edition.objects.select_related("title")}
    there = {(one.place_id, one.edition_id): one.count for one in Balance.objects.all()}
    values: dict[int, dict[str, Any]] = {}
    seen: dict[object, int] = {}
    for line in table.lines:
        place, number, count = places.get(line["place"]), _whole(line["number"]), _whole(line["count"])
        edition = editions.get((line["title"], number or 0))
        if place is None:
            table.blame(line, "place", _("there is no such store, or it is another unit's"))
        if edition is None:
            table.blame(line, "title", _("there is no such edition"))
        if count is None or count > moving.MOST:
            table.blame(line, "count", _("must be a whole number, nought or above"))
        values[line.row] = {"place": place, "edition": edition, "count": count}
        if place is not None and edition is not None:
            first = seen.setdefault((place.pk, edition.pk), line.row)
            if first != line.row:
                table.blame(line, "title", _("the same as in row %(row)d") % {"row": first})
            line.fate = "same" if there.get((place.pk, edition.pk), 0) == count else "changed"
    table.stop_if_wrong()
    return table, values


def _whole(text: str) -> int | None:
    plain = text.replace(",", "").replace("，", "")
    return int(plain) if plain.isascii() and plain.isdigit() else None

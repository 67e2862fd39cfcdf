"""A group registers for a forum with one table: all get a seat, or none does."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table
from pufa.accounts.models import User
from pufa.festivals.actions.forums import require_office, tell
from pufa.festivals.actions.registering import register
from pufa.festivals.errors import FestivalsError
from pufa.festivals.models import Forum
from pufa.lib import clock

COLUMNS: Final = (
    Column("name", "姓名", "Name", 20, required=True, example="张一"),
    Column("unit", "单位", "Unit", 40, example="市司法局"),
)


def plan_import(forum: Forum, file: TableFile) -> tuple[list[Line], Counts]:
    """What taking a table over would do; writes nothing. Raises ImportFaultError, FestivalsError: closed, full."""
    table = _understood(forum, file)
    return table.lines, counts(table.lines)


def register_group(*, forum: Forum, file: TableFile, by: User, now: datetime | None = None) -> Counts:
    """Takes a seat for everybody in a table who has none; names of one unit are one person.

    Raises ImportFaultError, NotAllowedError, FestivalsError: closed, full.
    """
    require_office(by)
    moment = now or clock.now()
    with transaction.atomic():
        kept = Forum.objects.select_for_update().get(pk=forum.pk)
        table = _understood(kept, file, moment)
        for line in table.lines:
            if line.fate == "new":
                register(forum=kept, name=line["name"], unit=line["unit"], now=moment)
        tell(kept, "festivals.group_registered", by, moment)
    return counts(table.lines)


def _understood(forum: Forum, file: TableFile, now: datetime | None = None) -> Table:
    if not forum.takes_registrations(now):
        raise FestivalsError(_("Registration is closed."), code="closed")
    table = read_table(file, COLUMNS)
    known = {(one.name, one.unit) for one in forum.registrations.filter(is_cancelled=False)}
    seen: dict[tuple[str, str], int] = {}
    for line in table.lines:
        who = line["name"], line["unit"]
        first = seen.setdefault(who, line.row)
        if first != line.row and line["name"]:
            table.blame(line, "name", _("the same as in row %(row)d") % {"row": first})
        line.fate = "same" if who in known else "new"
    table.stop_if_wrong()
    fresh, left = counts(table.lines).created, forum.seats_left()
    if left is not None and fresh > left:
        words = _("The table has %(count)d people, but only %(left)d seats are left. Nobody was registered.")
        raise FestivalsError(words % {"count": fresh, "left": left}, code="full")
    return table

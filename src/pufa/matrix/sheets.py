"""The register as an Excel file in the very form the import takes; phone numbers stay here."""

from collections.abc import Iterator
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pufa.lib import spreadsheet
from pufa.matrix.actions.register_import import COLUMNS, SECTORS
from pufa.matrix.models import Account

WIDTHS = (14, 26, 26, 12, 14, 20, 20, 36, 26, 12, 14, 30, 12, 12, 26)


def register(accounts: QuerySet[Account]) -> IO[bytes]:
    """All accounts asked for, one row each."""
    head = [column.title for column in COLUMNS]
    return spreadsheet.excel(_("Register of accounts"), head, _rows(accounts), widths=WIDTHS)


def _rows(accounts: QuerySet[Account]) -> Iterator[list[spreadsheet.Value]]:
    words = {sector.value: word for word, sector in SECTORS.items()}
    for one in accounts.iterator(chunk_size=1000):
        yield [
            one.number or "",
            one.supervisor.name if one.supervisor else "",
            one.organisation.name,
            words[one.sector],
            one.platform.name,
            one.name,
            one.handle,
            one.address,
            one.certification,
            one.operator,
            "",
            one.purpose,
            one.opened_on,
            one.closed_on,
            one.excuse,
        ]

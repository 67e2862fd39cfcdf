"""The register as an Excel file in the very form the import takes; phone numbers stay here."""

from collections.abc import Iterator
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pufa.lib import spreadsheet
from pufa.matrix.actions.register_import import COLUMNS, SECTORS
from pufa.matrix.models import Account

WIDTHS = (14, 26, 26, 12, 14, 20, 20, 36, 26, 12, 14, 30, 12, 12, 26)

FIELDS = (
    "number", "supervisor__name", "organisation__name", "sector", "platform__name", "name", "handle", "address",
    "certification", "operator", "purpose", "opened_on", "closed_on", "excuse",
)  # fmt: skip


def register(accounts: QuerySet[Account]) -> IO[bytes]:
    """All accounts asked for, one row each."""
    head = [column.title for column in COLUMNS]
    return spreadsheet.excel(_("Register of accounts"), head, _rows(accounts), widths=WIDTHS)


def _rows(accounts: QuerySet[Account]) -> Iterator[list[spreadsheet.Value]]:
    """Plain values: ten thousand objects with their units would take as long again."""
    words = {sector.value: word for word, sector in SECTORS.items()}
    for told in accounts.values_list(*FIELDS).iterator(chunk_size=2000):
        number, supervisor, unit, sector, *rest, operator, purpose, opened, closed, excuse = told
        yield [
            number or "",
            supervisor or "",
            unit,
            words[sector],
            *rest,
            operator,
            "",
            purpose,
            opened,
            closed,
            excuse,
        ]

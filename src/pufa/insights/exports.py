"""Figures and their rows as files."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pufa.insights import rows
from pufa.insights.figures import Figure
from pufa.insights.queries import FigureValue
from pufa.lib import spreadsheet

CHUNK = 500
EXCEL_ROWS = 1_000_000


def header() -> list[str]:
    """The names of the columns of rows."""
    what, where = [_("Time"), _("Amount"), _("Source"), _("Address"), _("Object")], [_("District"), _("Unit")]
    return [*what, *where, _("Correction"), _("Reason")]


def lines(figure: Figure, asked: rows.Asked) -> Iterator[Sequence[spreadsheet.Value]]:
    """All rows asked for, as cells."""
    found = rows.find(figure, asked)
    walk: Iterator[Any] = iter(found.iterator(chunk_size=CHUNK) if isinstance(found, QuerySet) else found)
    while some := list(islice(walk, CHUNK)):
        for row in rows.present(figure, some):
            yield _cells(row)


def rows_excel(figure: Figure, asked: rows.Asked) -> IO[bytes]:
    """The rows as an Excel file."""
    table = islice(lines(figure, asked), EXCEL_ROWS)
    return spreadsheet.excel(str(figure.label), header(), table, widths=[20, 12, 40, 40, 16, 14, 18, 12, 30])


def figures_excel(values: Sequence[FigureValue], since: datetime | None, until: datetime | None) -> IO[bytes]:
    """The figures of a span as an Excel file."""
    names = [
        _("Figure"),
        _("Value"),
        _("Counted in"),
        _("From"),
        _("Up to"),
        _("As of"),
        _("Rows"),
        _("How it is counted"),
    ]
    table = (
        [str(one.label), one.value, str(one.unit), since, until, one.as_of, _absolute(one.url), str(one.note)]
        for one in values
    )
    return spreadsheet.excel(_("Figures"), names, table, widths=[24, 14, 10, 20, 20, 20, 40, 48])


def _cells(row: rows.Row) -> list[spreadsheet.Value]:
    correction = _("taken back") if row.is_corrected else _("correction") if row.is_correction else ""
    url = _absolute(row.url)
    return [row.when, row.amount, row.title or row.key, url, row.key, row.district, row.unit, correction, row.reason]


def _absolute(url: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{url}" if url.startswith("/") else url

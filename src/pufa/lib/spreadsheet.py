"""Tables as Excel and CSV files that cannot carry a formula somebody typed into a title."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import IO, Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from pufa.lib.clock import in_shanghai

Value = str | int | float | Decimal | date | datetime | bool | None
EXCEL_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE: Final = "text/csv; charset=utf-8"
CELL_CHARACTERS: Final = 32_767
IN_MEMORY_BYTES: Final = 4 * 1024 * 1024
# What makes a spreadsheet program take a text for a formula (OWASP, "CSV injection").
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def excel(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Value]], *, widths: Sequence[int] = ()
) -> IO[bytes]:
    """An Excel file of one sheet, ready to read from its beginning. `widths` in characters.

    Texts stay texts whatever they begin with; moments are written as Chinese time.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    head = [_cell(sheet, name) for name in header]
    for cell in head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_entry(sheet, value) for value in row])
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  (the caller reads and closes it)
    book.save(file)
    file.seek(0)
    return file


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """A CSV file line by line: UTF-8 with the mark that Excel needs; a text that looks like a formula gets a quote."""
    yield b"\xef\xbb\xbf"
    for row in chain([header], rows):
        line = io.StringIO()
        csv.writer(line).writerow([_plain(value) for value in row])
        yield line.getvalue().encode()


def _entry(sheet: WriteOnlyWorksheet, value: Value) -> Cell | Value:
    """A value as it is where nobody could take it for a formula or an error value: three times as quick as a cell."""
    if isinstance(value, str):
        is_plain = not value.startswith((*_FORMULA_STARTS, "#")) and len(value) <= CELL_CHARACTERS
        return (value or None) if is_plain and not ILLEGAL_CHARACTERS_RE.search(value) else _cell(sheet, value)
    return _cell(sheet, value) if isinstance(value, datetime) else value


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell:
    if isinstance(value, datetime):
        value = in_shanghai(value).replace(tzinfo=None)
    if not isinstance(value, str):
        bare = WriteOnlyCell(sheet)
        bare.value = value
        return bare
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_CHARACTERS]
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA_STARTS)
    return cell


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return in_shanghai(value).strftime("%Y-%m-%d %H:%M:%S")
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31] or "1"

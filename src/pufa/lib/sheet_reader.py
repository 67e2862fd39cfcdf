"""Reads a table somebody filled in, from Excel (.xlsx) or CSV, and trusts nothing about the file."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

MOST_MEMBERS: Final = 500
MOST_UNPACKED: Final = 8 * 1024 * 1024
MOST_RATIO: Final = 200
SMALL: Final = 64 * 1024
MOST_COLUMNS: Final = 60
MOST_CHARACTERS: Final = 1000
MOST_JOINED: Final = 10_000
EXACT_BELOW: Final = 1e15
ZIP_START: Final = b"PK\x03\x04"
OLD_EXCEL_START: Final = b"\xd0\xcf\x11\xe0"
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BROKEN: Final = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    OSError, NotImplementedError, RuntimeError, EOFError, OverflowError,
)  # fmt: skip


class _ExcelCell(Protocol):
    value: object
    data_type: str


class _Rows(Protocol):
    def iter_rows(self, *, min_row: int, max_col: int) -> Iterator[tuple[_ExcelCell, ...]]: ...


class SheetError(ValueError):
    """The file cannot be read as a table.

    `code` is one of empty, too_large, bomb, old_excel, not_a_table, encoding, too_many_rows, too_many_columns.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, tidied; `fault` is "formula", "error", "too_long" or empty."""

    text: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: rows as (number as the spreadsheet program shows it, cells); rows without any text are left out.

    `merged` holds the numbers of rows in which cells are joined.
    """

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    merged: frozenset[int] = frozenset()


def read(data: bytes, *, most_bytes: int, most_rows: int) -> Sheet:
    """The first sheet of an Excel file, or the table of a CSV file in UTF-8, UTF-16 or GB18030. Raises SheetError."""
    if not data.strip():
        raise SheetError("empty")
    if len(data) > most_bytes:
        raise SheetError("too_large")
    if data.startswith(OLD_EXCEL_START):
        raise SheetError("old_excel")
    return _excel(data, most_rows) if data.startswith(ZIP_START) else _csv(data, most_rows)


def tidy(text: str) -> str:
    """Without unseen characters and with single blanks: the ideographic blank counts as one."""
    return " ".join(_UNSEEN.sub("", text).split())


def narrow(text: str) -> str:
    """Tidied, with full-width letters, digits and signs made half-width, and without any blank."""
    plain = "".join(unicodedata.normalize("NFKC", tidy(text)).split())
    # Marks that stood behind a blank join the sign before them.
    return unicodedata.normalize("NFKC", plain)


def _excel(data: bytes, most_rows: int) -> Sheet:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            merged = _look_into(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        with closing(book):
            sheet: Any = book.worksheets[0]
            path: str = getattr(sheet, "_worksheet_path", "").lstrip("/")
            return _sheet(sheet.title, _excel_rows(sheet, most_rows), merged.get(path, frozenset()))
    except SheetError:
        raise
    except (*_BROKEN, DefusedXmlException) as error:
        raise SheetError("not_a_table") from error


def _look_into(archive: zipfile.ZipFile) -> dict[str, frozenset[int]]:
    """The rows with joined cells of each part; every part is read once without document types.

    Raises SheetError for an archive that would swell or is no workbook.
    """
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise SheetError("bomb")
    if any(m.file_size > SMALL and m.file_size > MOST_RATIO * max(1, m.compress_size) for m in members):
        raise SheetError("bomb")
    if "xl/workbook.xml" not in archive.namelist():
        raise SheetError("not_a_table")
    merged: dict[str, frozenset[int]] = {}
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                merged[member.filename] = _joined_rows(part)
    return merged


def _joined_rows(part: IO[bytes]) -> frozenset[int]:
    rows: set[int] = set()
    for _event, element in iterparse(part, forbid_dtd=True):
        if element.tag.endswith("}mergeCell"):
            _left, top, _right, bottom = range_boundaries(element.get("ref", ""))
            rows.update(range(top or 1, min(bottom or 1, (top or 1) + MOST_JOINED) + 1))
        element.clear()
    return frozenset(rows)


def _excel_rows(sheet: _Rows, most_rows: int) -> Iterator[tuple[int, list[Cell]]]:
    """Rows with anything in them; the formatted emptiness below a table is not counted.

    For rows a file leaves out, of which there may be a million, openpyxl gives one and the same object again.
    """
    count = 0
    blank: tuple[_ExcelCell, ...] = ()
    for number, row in enumerate(sheet.iter_rows(min_row=1, max_col=MOST_COLUMNS + 1), start=1):
        if row is blank:
            continue
        cells = [_excel_cell(cell.value, cell.data_type) for cell in row]
        blank = row
        if any(cell.text for cell in cells):
            count += 1
            _limit(count, most_rows, is_too_wide=bool(cells[-1].text and len(cells) > MOST_COLUMNS))
            yield number, cells


def _limit(count: int, most_rows: int, *, is_too_wide: bool) -> None:
    if is_too_wide:
        raise SheetError("too_many_columns")
    if count > most_rows + 1:
        raise SheetError("too_many_rows")


def _excel_cell(value: object, kind: str) -> Cell:
    if value is None:
        return Cell("")
    if kind in {"f", "e"}:
        return Cell(str(value) or "=", "formula" if kind == "f" else "error")
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_BELOW:
        value = int(value)
    if isinstance(value, datetime) and value.time() == value.min.time():
        value = value.date()
    return _cell(str(value))


def _csv(data: bytes, most_rows: int) -> Sheet:
    text = _decode(data)
    if "\0" in text:
        raise SheetError("not_a_table")
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return _sheet("CSV", _csv_rows(rows, most_rows), frozenset())


def _csv_rows(rows: Iterator[list[str]], most_rows: int) -> Iterator[tuple[int, list[Cell]]]:
    count = 0
    try:
        for number, row in enumerate(rows, start=1):
            cells = [Cell("=", "formula") if text.lstrip().startswith("=") else _cell(text) for text in row]
            if any(cell.text for cell in cells):
                count += 1
                _limit(count, most_rows, is_too_wide=len(row) > MOST_COLUMNS)
                yield number, cells
    except csv.Error as error:
        raise SheetError("not_a_table") from error


def _decode(data: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "gb18030")


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise SheetError("encoding") from error


def _cell(text: str) -> Cell:
    plain = tidy(text)
    return Cell(plain[:MOST_CHARACTERS], "too_long") if len(plain) > MOST_CHARACTERS else Cell(plain)


def _sheet(name: str, rows: Iterator[tuple[int, list[Cell]]], merged: frozenset[int]) -> Sheet:
    return Sheet(name, tuple((number, _without_tail(cells)) for number, cells in rows), merged)


def _without_tail(cells: list[Cell]) -> tuple[Cell, ...]:
    last = max((place for place, cell in enumerate(cells, start=1) if cell.text), default=0)
    return tuple(cells[:last])

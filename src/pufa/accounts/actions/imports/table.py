"""What all imports have in common: the columns of a table, its lines, and the problems found in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pufa.accounts.errors import AccountsError
from pufa.lib import clock, sheet_reader, spreadsheet

MOST_BYTES: Final = 1024 * 1024
MOST_ROWS: Final = 5000
MOST_PROBLEMS: Final = 200
_DAY_SIGNS: Final = str.maketrans("/.年月", "----")
TableFile = bytes | Path | IO[bytes]
FILE_FAULTS: Final[dict[str, str | Promise]] = {
    "empty": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file is larger than 1 MB. Split it."),
    "bomb": gettext_lazy("The file would swell far beyond its size when opened. It was not opened."),
    "old_excel": gettext_lazy("This is an old Excel file (.xls) or has a password. Save it as .xlsx without one."),
    "not_a_table": gettext_lazy("This is neither an Excel file (.xlsx) nor a CSV file, or it is damaged."),
    "encoding": gettext_lazy("The CSV file is neither in UTF-8 nor in GB18030. Save it again, or as .xlsx."),
    "too_many_rows": gettext_lazy("The table has more than 5000 rows. Split it."),
    "too_many_columns": gettext_lazy("The table has too many columns. Use the template."),
}
CELL_FAULTS: Final[dict[str, str | Promise]] = {
    "formula": gettext_lazy("this is a formula; type the value itself"),
    "error": gettext_lazy("this is an Excel error value"),
    "too_long": gettext_lazy("the text is too long"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where: the row as the spreadsheet shows it (0: the whole file) and the column's title."""

    row: int
    column: str
    message: str
    sheet: str = ""

    def __str__(self) -> str:
        """Such as: 第 5 行“所属单位”：没有这个单位."""
        place = {"row": self.row, "column": self.column, "message": self.message}
        if self.row and self.column:
            return _("Row %(row)d, “%(column)s”: %(message)s") % place
        return (_("Row %(row)d: %(message)s") if self.row else "%(message)s") % place


class ImportFaultError(AccountsError):
    """The table cannot be taken over; `problems` says why, row by row, and nothing was written."""

    code = "import_fault"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        shown = "\n".join(str(problem) for problem in self.problems[:MOST_PROBLEMS])
        head = ngettext(
            "Nothing was taken over: %(count)d problem.", "Nothing was taken over: %(count)d problems.", len(problems)
        ) % {"count": len(problems)}
        super().__init__(f"{head}\n{shown}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its title, an English one that is understood too, and its rules."""

    key: str
    title: str
    english: str
    most: int
    required: bool = False
    is_narrow: bool = False
    example: str = ""


@dataclass(slots=True)
class Line:
    """One row that was read: texts by column key, as understood and as typed, and its fate: new, changed or same."""

    row: int
    texts: dict[str, str]
    fate: str = "new"
    typed: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.texts.get(key, "")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were new, changed something, or were known just so."""

    created: int = 0
    changed: int = 0
    same: int = 0


@dataclass(slots=True)
class Table:
    """A table that was read, collecting problems as its rows are understood."""

    columns: Sequence[Column]
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheet: str = ""
    present: frozenset[str] = frozenset()

    def blame(self, line: Line, key: str, message: str) -> None:
        """Notes a problem in a cell."""
        self.problems.append(Problem(line.row, self.title(key), message, self.sheet))

    def day(self, line: Line, key: str) -> date | None:
        """The day in a cell, with dots, strokes or 年月日; None where there is none, which is blamed unless empty."""
        text = line[key].translate(_DAY_SIGNS).rstrip("日")
        try:
            return date(*(int(part) for part in text.split("-"))) if text else None
        except (ValueError, TypeError, OverflowError):
            self.blame(line, key, _("this is no day; write it like 2024-05-01"))
            return None

    def past_day(self, line: Line, key: str) -> date | None:
        """A day as `day` reads it that is not in the future, else blamed too."""
        day = self.day(line, key)
        if day is not None and not clock.FIRST_DAY <= day <= clock.today():
            self.blame(line, key, _("the day lies in the future, or too far in the past"))
        return day

    def title(self, key: str) -> str:
        """The title of a column; empty for the whole row."""
        return next((column.title for column in self.columns if column.key == key), "")

    def stop_if_wrong(self) -> None:
        """Raises ImportFaultError when there is any problem."""
        if self.problems:
            raise ImportFaultError(sorted(self.problems, key=lambda problem: problem.row))

    def refuse_doubles(self, key: str) -> None:
        """Notes each row whose value in a column stood in a row above, without regard to capitals."""
        seen: dict[str, int] = {}
        for line in self.lines:
            first = seen.setdefault(line[key].casefold(), line.row)
            if first != line.row and line[key]:
                self.blame(line, key, _("the same as in row %(row)d") % {"row": first})


def read_table(file: TableFile, columns: Sequence[Column]) -> Table:
    """The lines of a file with these columns, in any order. Raises ImportFaultError for a file or header not usable."""
    try:
        sheet = sheet_reader.read(_bytes(file), most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    except sheet_reader.SheetError as error:
        raise ImportFaultError([Problem(0, "", str(FILE_FAULTS[error.code]))]) from error
    if len(sheet.rows) < 2:
        raise ImportFaultError([Problem(0, "", _("There is no row below the titles."), sheet.name)])
    table = Table(columns, sheet=sheet.name)
    head_row, head = sheet.rows[0]
    if head_row in sheet.merged:
        raise ImportFaultError([Problem(head_row, "", _("Cells of the titles are joined. Separate them."), sheet.name)])
    places = _places(table, head_row, [cell.text for cell in head])
    table.present = frozenset(column.key for column in places.values())
    for row, cells in sheet.rows[1:]:
        line = Line(row, {})
        if row in sheet.merged:
            table.blame(line, "", _("cells are joined; separate them"))
        for place, cell in enumerate(cells):
            _read_cell(table, line, places.get(place), cell)
        _require(table, line)
        table.lines.append(line)
    return table


def write_lines(table: Table, write: Callable[[Line], None]) -> Counts:
    """Writes every line in one transaction, or none.

    Raises ImportFaultError with what each action refused.
    """
    with transaction.atomic():
        for line in table.lines:
            try:
                with transaction.atomic():
                    write(line)
            except AccountsError as error:
                table.blame(line, "", str(error))
        table.stop_if_wrong()
    return counts(table.lines)


def counts(lines: Iterable[Line]) -> Counts:
    """How many of each fate."""
    fates = [line.fate for line in lines]
    return Counts(fates.count("new"), fates.count("changed"), fates.count("same"))


def template(title: str, columns: Sequence[Column]) -> IO[bytes]:
    """An Excel file to fill in: the titles and one example row."""
    widths = [max(14, len(column.title) * 3, len(column.example) * 2) for column in columns]
    return spreadsheet.excel(title, [column.title for column in columns], [[c.example for c in columns]], widths=widths)


def _bytes(file: TableFile) -> bytes:
    if isinstance(file, bytes):
        return file
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    return file.read(MOST_BYTES + 1)


def _places(table: Table, row: int, titles: list[str]) -> dict[int, Column]:
    """Which column stands at which place.

    Raises ImportFaultError for titles that are unknown, missing or there twice.
    """
    known = {_plain(name): column for column in table.columns for name in (column.title, column.english)}
    places: dict[int, Column] = {}
    for place, title in enumerate(titles):
        column = known.get(_plain(title))
        if column is None and title:
            table.problems.append(Problem(row, title, _("there is no such column; see the template"), table.sheet))
        elif column in places.values():
            table.problems.append(Problem(row, title, _("this column is there twice"), table.sheet))
        elif column is not None:
            places[place] = column
    for column in table.columns:
        if column.required and column not in places.values():
            table.problems.append(Problem(row, column.title, _("this column is missing"), table.sheet))
    table.stop_if_wrong()
    return places


def _read_cell(table: Table, line: Line, column: Column | None, cell: sheet_reader.Cell) -> None:
    if column is None:
        if cell.text:
            table.blame(line, "", _("“%(text)s” stands in a column without a title") % {"text": cell.text[:20]})
        return
    if cell.fault:
        table.blame(line, column.key, str(CELL_FAULTS[cell.fault]))
    text = sheet_reader.narrow(cell.text) if column.is_narrow else cell.text
    if len(text) > column.most:
        table.blame(line, column.key, _("longer than %(most)d characters") % {"most": column.most})
    line.texts[column.key] = line.typed[column.key] = text


def _require(table: Table, line: Line) -> None:
    for column in table.columns:
        if column.required and not line[column.key]:
            table.blame(line, column.key, _("must not be empty"))


def _plain(title: str) -> str:
    return sheet_reader.narrow(title).strip("*＊").casefold()

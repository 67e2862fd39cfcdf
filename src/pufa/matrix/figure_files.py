"""Reads figures from a table: platforms' exports and units' own, by the titles of their columns or as a person says."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import CELL_FAULTS, FILE_FAULTS, MOST_PROBLEMS, Problem
from pufa.accounts.errors import AccountsError
from pufa.lib import clock, sheet_reader
from pufa.matrix.models import Account, Platform
from pufa.matrix.models.figures import MEASURES
from pufa.matrix.plausibility import Counted

TITLES: Final = Path(__file__).with_name("figure_columns.toml")
MOST_BYTES: Final = 1024 * 1024
MOST_ROWS: Final = 5000
MOST_COUNT: Final = 10**12
ROLES: Final = ("account", "platform", "day", *MEASURES)
_TIMES: Final = {"万": 10_000, "亿": 100_000_000, "w": 10_000}
_NOTHING: Final = frozenset({"", "-", "--", "—", "–", "/", "无", "n/a"})


Blame = Callable[[str, str], None]


class FigureFileError(AccountsError):
    """The table cannot be taken; `problems` says why by row and column, and nothing was written."""

    code = "figure_file"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda one: one.row)[:MOST_PROBLEMS]
        super().__init__("\n".join(str(one) for one in self.problems))


@dataclass(frozen=True, slots=True)
class Opened:
    """A table with the part each column plays: `roles` by place; `titles` as they stand in the file."""

    sheet: sheet_reader.Sheet
    titles: tuple[str, ...]
    roles: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether a day and at least one figure were recognised and no column is left over."""
        has_figures = "day" in self.roles and any(role in MEASURES for role in self.roles)
        return has_figures and all(role or not title for role, title in zip(self.roles, self.titles, strict=True))

    def samples(self) -> list[tuple[int, str, str, list[str]]]:
        """For a person to choose from: place, title, role, the first values below."""
        rows = [cells for _number, cells in self.sheet.rows[1:4]]
        return [
            (place, title, self.roles[place], [cells[place].text for cells in rows if place < len(cells)])
            for place, title in enumerate(self.titles)
            if title
        ]


@dataclass(slots=True)
class _Reading:
    accounts: "Accounts"
    account: Account | None
    platform: Platform | None
    problems: list[Problem] = field(default_factory=list)


def open_table(data: bytes, *, roles: Mapping[int, str] | None = None) -> Opened:
    """A file with its columns recognised, or as `roles` say by place. Raises FigureFileError."""
    try:
        sheet = sheet_reader.read(data, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    except sheet_reader.SheetError as error:
        raise FigureFileError([Problem(0, "", str(FILE_FAULTS[error.code]))]) from error
    if len(sheet.rows) < 2:
        raise FigureFileError([Problem(0, "", _("There is no row below the titles."), sheet.name)])
    titles = tuple(cell.text for cell in sheet.rows[0][1])
    known = _known_titles()
    found: list[str] = []
    for place, title in enumerate(titles):
        role = roles.get(place, "") if roles is not None else known.get(_plain(title), "")
        found.append("" if role in found else role)
    return Opened(sheet, titles, tuple(found))


def understand(opened: Opened, *, account: Account | None = None, platform: Platform | None = None) -> list[Counted]:
    """The figures in a table. `account` for a table of one account, `platform` where no column says it.

    Raises FigureFileError with every problem by row and column.
    """
    reading = _Reading(Accounts(), account, platform)
    _require_columns(opened, reading)
    places = {role: place for place, role in enumerate(opened.roles) if role}
    rows: dict[tuple[int, date], Counted] = {}
    for number, cells in opened.sheet.rows[1:]:
        texts = {role: cells[place] for role, place in places.items() if place < len(cells)}
        row = _row(opened, reading, places, number, texts)
        if row is None:
            continue
        first = rows.setdefault((row.account, row.day), row)
        if first is not row:
            message = _("the same account and day as in row %(row)d") % {"row": first.row}
            reading.problems.append(Problem(number, opened.titles[places["day"]], message, opened.sheet.name))
    if reading.problems:
        raise FigureFileError(reading.problems)
    return list(rows.values())


def _row(
    opened: Opened, reading: _Reading, places: Mapping[str, int], number: int, cells: Mapping[str, sheet_reader.Cell]
) -> Counted | None:
    def blame(role: str, message: str) -> None:
        title = opened.titles[places[role]] if role in places else ""
        reading.problems.append(Problem(number, title, message, opened.sheet.name))

    before = len(reading.problems)
    for role, cell in cells.items():
        if cell.fault:
            blame(role, str(CELL_FAULTS[cell.fault]))
    account, day = _account(reading, places, cells, blame), _day(cells, blame)
    values = _values(cells, blame)
    if len(reading.problems) > before or account is None or day is None or not values:
        return None
    return Counted(account.pk, day, values, number)


def _account(
    reading: _Reading, places: Mapping[str, int], cells: Mapping[str, sheet_reader.Cell], blame: Blame
) -> Account | None:
    if "account" not in places:
        return reading.account
    account, message = reading.accounts.find(_text(cells, "account"), _text(cells, "platform"), reading.platform)
    if message:
        blame("account", message)
    return account


def _day(cells: Mapping[str, sheet_reader.Cell], blame: Blame) -> date | None:
    day = parse_day(_text(cells, "day"))
    if day is None:
        blame("day", _("this is no day; write it like 2024-05-01"))
    elif day > clock.today():
        blame("day", _("this day has not come yet"))
    return day


def _values(cells: Mapping[str, sheet_reader.Cell], blame: Blame) -> dict[str, int]:
    values: dict[str, int] = {}
    for role in MEASURES:
        text = _text(cells, role)
        if text.casefold() in _NOTHING:
            continue
        value = parse_count(text)
        if value is None:
            blame(role, _("this is no count: “%(text)s”") % {"text": text[:20]})
        else:
            values[role] = value
    return values


def parse_count(text: str) -> int | None:
    """A count such as 1,234, 1.2万, １０３万 or 12345.0; None for anything else, such as a share or one below zero."""
    plain = sheet_reader.narrow(text).replace(",", "").rstrip("+人次").casefold()
    times = _TIMES.get(plain[-1:], 1)
    if times != 1:
        plain = plain[:-1]
    whole, point, rest = plain.partition(".")
    if not whole.isascii() or not whole.isdecimal() or (point and not (rest.isascii() and rest.isdecimal())):
        return None
    scaled = int(whole + rest) * times
    value, left = divmod(scaled, 10 ** len(rest))
    return value if not left and value <= MOST_COUNT else None


def parse_day(text: str) -> date | None:
    """A day such as 2024-05-01, 2024/5/1, 20240501 or 2024年5月1日, with a time behind it or not."""
    plain = sheet_reader.tidy(text).split(" ")[0].split("T")[0]
    for sign in "/.年月":
        plain = plain.replace(sign, "-")
    parts = plain.rstrip("日").split("-")
    if len(parts) == 1 and len(plain) == 8:
        parts = [plain[:4], plain[4:6], plain[6:]]
    try:
        year, month, day = (int(part) for part in parts)
        found = date(year, month, day)
    except ValueError:
        return None
    return found if clock.FIRST_DAY <= found <= clock.LAST_DAY else None


class Accounts:
    """Finds an account by what a table calls it: filing number, account ID or name."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Account]] = {}
        for one in Account.objects.registered().select_related("platform"):
            for name in {one.number or "", one.handle, one.name} - {""}:
                self._by_name.setdefault(sheet_reader.narrow(name).casefold(), []).append(one)
        self._platforms = {name.casefold(): one for one in Platform.objects.all() for name in (one.code, one.name)}

    def find(self, name: str, platform: str, given: Platform | None) -> tuple[Account | None, str]:
        """The account, or what is wrong."""
        if not name:
            return None, _("must not be empty")
        chosen = self._platforms.get(platform.casefold()) if platform else given
        if platform and chosen is None:
            return None, _("there is no platform “%(name)s”") % {"name": platform[:20]}
        found = self._by_name.get(sheet_reader.narrow(name).casefold(), [])
        if chosen is not None:
            found = [one for one in found if one.platform_id == chosen.pk]
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, _("several accounts are called so; add the platform or use the account ID")
        return None, _("no account in the register is called “%(name)s”") % {"name": name[:30]}


def _require_columns(opened: Opened, reading: _Reading) -> None:
    missing = []
    if "account" not in opened.roles and reading.account is None:
        missing.append(_("There is no column that says which account. Choose the account, or add the column."))
    if "day" not in opened.roles:
        missing.append(_("There is no column with the day."))
    if not any(role in MEASURES for role in opened.roles):
        missing.append(_("There is no column with figures."))
    if missing:
        raise FigureFileError([Problem(opened.sheet.rows[0][0], "", text, opened.sheet.name) for text in missing])


@cache
def _known_titles() -> dict[str, str]:
    table = tomllib.loads(TITLES.read_text(encoding="utf-8"))
    return {_plain(title): role for role, titles in table.items() for title in titles}


def _plain(title: str) -> str:
    text = sheet_reader.narrow(title).casefold()
    for bracket in "([（【":
        text = text.partition(bracket)[0]
    return text.strip("*:：")


def _text(cells: Mapping[str, sheet_reader.Cell], role: str) -> str:
    cell = cells.get(role)
    return cell.text if cell else ""

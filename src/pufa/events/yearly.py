"""Days that come back every year, kept in `yearly.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("yearly.toml")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One coming occasion, from its first to its last day."""

    name: str
    first: date
    last: date


def coming(today: date) -> list[Occasion]:
    """The next time of each, the nearest first; one that goes on counts as coming."""
    found = []
    for one in _kept():
        some = (_in_year(one, year) for year in (today.year - 1, today.year, today.year + 1))
        found.append(min((each for each in some if each.last >= today), key=lambda each: each.first))
    return sorted(found, key=lambda each: each.first)


def _in_year(one: dict[str, Any], year: int) -> Occasion:
    if "week" in one:
        month, week = (int(part) for part in one["week"].split("-"))
        first = date(year, month, 1)
        first += timedelta(days=(7 - first.weekday()) % 7 + 7 * (week - 1))
    else:
        month, day = (int(part) for part in one["day"].split("-"))
        first = date(year, month, day)
    return Occasion(one["name"], first, first + timedelta(days=one.get("days", 1) - 1))


@cache
def _kept() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["day"])

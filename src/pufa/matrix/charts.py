"""A line of counts over days as numbers a template can draw; the days need not follow one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

WIDTH: Final = 920
HEIGHT: Final = 220
LEFT: Final = 84
RIGHT: Final = 96
TOP: Final = 22
BOTTOM: Final = 34
TICKS: Final = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the drawing and the words beside it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A drawing of `width` by `height` units: the line's path, marks on both axes, the last point."""

    width: int
    height: int
    path: str
    rows: tuple[Mark, ...]
    days: tuple[Mark, ...]
    last: Mark


def line(values: Mapping[date, int], *, from_zero: bool = False) -> Line | None:
    """The line through the days counted; None for fewer than two. Its axis begins at zero only if asked.

    Followers move by small shares of a large number: from zero their line would always be flat.
    """
    days = sorted(values)
    if len(days) < 2:
        return None
    low, high = _bounds(min(values.values()), max(values.values()), from_zero=from_zero)
    first, span = days[0], (days[-1] - days[0]).days

    def place(day: date) -> Mark:
        amount = values[day]
        x = LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / span
        return Mark(round(x, 1), _y(amount, low, high), f"{amount:,}")

    marks = [place(day) for day in days]
    path = "M" + "L".join(f"{mark.x:g} {mark.y:g}" for mark in marks)
    rows = tuple(Mark(LEFT, _y(amount, low, high), f"{amount:,}") for amount in (low, (low + high) // 2, high))
    count = min(TICKS, len(days))
    chosen = sorted({round(number * (len(days) - 1) / (count - 1)) for number in range(count)})
    ticks = tuple(Mark(marks[n].x, HEIGHT - BOTTOM, f"{days[n].month}-{days[n].day:02}") for n in chosen)
    return Line(WIDTH, HEIGHT, path, rows, ticks, marks[-1])


def _y(amount: int, low: int, high: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (amount - low) / (high - low), 1)


def _bounds(least: int, most: int, *, from_zero: bool) -> tuple[int, int]:
    """Round ends of the axis, with a whole number in the middle."""
    least = 0 if from_zero else least
    width = max(most - least, 2)
    step = 10 ** max(0, len(str(width)) - 1)
    low = least // step * step
    high = -(-max(most, low + 1) // step) * step
    return low, high + (high - low) % 2

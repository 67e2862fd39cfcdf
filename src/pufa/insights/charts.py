"""A line of days as numbers a template can draw: places in units of the drawing, labels in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 920, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 64, 20, 34
TICKS = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the drawing and the words beside it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A drawing of `width` by `height` units: the line's path, marks on both axes, the highest and the last point."""

    width: int
    height: int
    path: str
    rows: tuple[Mark, ...]
    days: tuple[Mark, ...]
    highest: Mark
    last: Mark


def line(values: Mapping[date, int]) -> Line | None:
    """The line over all days from the first to the last, days without a value at zero; None for fewer than two days."""
    if not values:
        return None
    first, last = min(values), max(values)
    span = (last - first).days
    if span < 1:
        return None
    top = _round_up(max(values.values()))
    days = [first + timedelta(days=number) for number in range(span + 1)]

    def place(day: date) -> Mark:
        amount = values.get(day, 0)
        x = LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / span
        return Mark(round(x, 1), _y(amount, top), f"{amount:,}")

    marks = [place(day) for day in days]
    path = "M" + "L".join(f"{mark.x:g} {mark.y:g}" for mark in marks)
    peak = max(days, key=lambda day: values.get(day, 0))
    rows = tuple(Mark(LEFT, _y(amount, top), f"{amount:,}") for amount in (0, top // 2, top))
    return Line(WIDTH, HEIGHT, path, rows, _ticks(days, marks), place(peak), marks[-1])


def _y(amount: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * amount / top, 1)


def _ticks(days: list[date], marks: list[Mark]) -> tuple[Mark, ...]:
    count = min(TICKS, len(days))
    places = sorted({round(number * (len(days) - 1) / (count - 1)) for number in range(count)})
    return tuple(Mark(marks[place].x, HEIGHT - BOTTOM, f"{days[place].month}-{days[place].day:02}") for place in places)


def _round_up(amount: int) -> int:
    """The next even number of one digit and zeros: a quiet end of the axis, with a quiet half."""
    step = int("1" + "0" * (len(str(max(amount, 1))) - 1))
    return -(-max(amount, 1) // (2 * step)) * 2 * step

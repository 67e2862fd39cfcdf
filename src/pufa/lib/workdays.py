"""Working days as announced: which holidays there are, whoever keeps the calendar says; weekends are known without."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from pufa.lib import clock

# From the first to the last day asked about: the holidays, and the weekend days worked in exchange (调休).
Announced = Callable[[date, date], tuple[AbstractSet[date], AbstractSet[date]]]
_kept: list[Announced] = []
# Days looked at for each working day to be counted: a week of holidays in every fortnight would be covered.
_PER_DAY, _AT_LEAST = 4, 21


def keep(source: Announced) -> None:
    """Names who keeps the calendar; the last one named is asked."""
    _kept[:] = [source]


def announced(first: date, last: date) -> tuple[AbstractSet[date], AbstractSet[date]]:
    """The holidays, and the weekend days worked in exchange, from one day to another."""
    return _kept[0](first, last) if _kept else (frozenset(), frozenset())


def add(start: clock.Day, n: int) -> clock.Day:
    """The day n working days after the start, as `clock.add_workdays` counts, with the announced days."""
    day = clock.shanghai_day(start) if isinstance(start, clock.datetime) else start
    reach = timedelta(days=_PER_DAY * abs(n) + _AT_LEAST)
    holidays, workdays = announced(day - reach, day + reach)
    return clock.add_workdays(start, n, holidays=holidays, workdays=workdays)

"""The time now, Chinese local time, and counting in working days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final, TypeVar

# China has had one time without daylight saving since 1991: no time-zone file needed.
SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
SATURDAY: Final = 5
# Days that may be asked for: far enough from the ends of the calendar to count on from them.
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2999, 12, 31)
Day = TypeVar("Day", date, datetime)


def now() -> datetime:
    """The time now, with its zone (UTC)."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in China."""
    return shanghai_day(now())


def in_shanghai(moment: datetime) -> datetime:
    """The same moment on a Chinese clock; a moment without a zone is taken to be on one already."""
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)


def shanghai_day(moment: datetime) -> date:
    """The calendar day in China on which a moment falls."""
    return in_shanghai(moment).date()


def start_of_day(day: date) -> datetime:
    """Midnight at the beginning of a day in China, with its zone."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """A day in China as a half-open span: its first moment and the first moment of the next day."""
    begin = start_of_day(day)
    return begin, begin + timedelta(days=1)


def is_workday(day: date, *, holidays: Collection[date] = (), workdays: Collection[date] = ()) -> bool:
    """Whether offices work on a day; ``workdays`` are weekend days worked in exchange for a holiday (调休)."""
    if day in workdays:
        return True
    return day.weekday() < SATURDAY and day not in holidays


def add_workdays(start: Day, n: int, *, holidays: Collection[date] = (), workdays: Collection[date] = ()) -> Day:
    """The day n working days after (n < 0: before) the start; a datetime keeps its time of day.

    The start itself is not counted. With n = 0 the start comes back, or the next working day if it is none.
    A datetime's day is its day in China.
    """
    step = timedelta(days=1 if n >= 0 else -1)
    moment = start
    left = abs(n)
    if n == 0 and not is_workday(_calendar_day(moment), holidays=holidays, workdays=workdays):
        left = 1
    while left:
        moment = moment + step
        if is_workday(_calendar_day(moment), holidays=holidays, workdays=workdays):
            left -= 1
    return moment


def workdays_between(
    start: date, end: date, *, holidays: Collection[date] = (), workdays: Collection[date] = ()
) -> int:
    """How many working days lie after the start, up to and including the end; negative if end < start."""
    if end < start:
        return -workdays_between(end, start, holidays=holidays, workdays=workdays)
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_workday(day, holidays=holidays, workdays=workdays))


def _calendar_day(moment: date) -> date:
    return shanghai_day(moment) if isinstance(moment, datetime) else moment

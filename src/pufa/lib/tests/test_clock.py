"""Chinese time and working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pufa.lib import clock

FRIDAY = date(2026, 9, 25)
HOLIDAYS = frozenset(date(2026, 10, day) for day in range(1, 8))


def test_now_has_a_zone() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_a_day_in_china_begins_eight_hours_before_utc() -> None:
    assert clock.shanghai_day(datetime(2026, 1, 1, 16, 0, tzinfo=UTC)) == date(2026, 1, 2)
    begin, end = clock.day_bounds(date(2026, 1, 2))
    assert begin == datetime(2026, 1, 1, 16, 0, tzinfo=UTC)
    assert end - begin == timedelta(days=1)
    assert clock.in_shanghai(datetime(2026, 1, 1, 9, 0)).isoformat() == "2026-01-01T09:00:00+08:00"


def test_workdays_skip_weekends_and_holidays() -> None:
    assert clock.add_workdays(FRIDAY, 1) == date(2026, 9, 28)
    assert clock.add_workdays(date(2026, 9, 30), 1, holidays=HOLIDAYS) == date(2026, 10, 8)
    assert clock.add_workdays(FRIDAY, 1, workdays={date(2026, 9, 27)}) == date(2026, 9, 27)
    assert clock.add_workdays(date(2026, 9, 28), -1) == FRIDAY
    assert clock.add_workdays(date(2026, 9, 26), 0) == date(2026, 9, 28)
    assert clock.add_workdays(FRIDAY, 0) == FRIDAY


def test_a_datetime_keeps_its_hour() -> None:
    late = datetime(2026, 9, 24, 17, 30, tzinfo=UTC)  # Friday 01:30 in China
    assert clock.add_workdays(late, 1) == datetime(2026, 9, 27, 17, 30, tzinfo=UTC)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 60))
def test_counting_there_and_back_agrees(start: date, n: int) -> None:
    end = clock.add_workdays(start, n)
    assert clock.workdays_between(start, end) == n
    assert clock.workdays_between(end, start) == -n

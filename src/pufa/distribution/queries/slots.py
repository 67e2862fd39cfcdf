"""When accounts post: the times they keep (推送时段), which of these are taken, and the next one free."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import QuerySet

from pufa.distribution.models import OVER, AccountSlots, Delivery
from pufa.lib import clock, workdays
from pufa.matrix.models import Account

# Days looked at for a free time; who is booked out for longer posts at the plan's own time.
HORIZON: Final = 62
Taken = set[tuple[int, datetime]]


def kept(accounts: Collection[int] | None = None) -> list[AccountSlots]:
    """The slots of these accounts, or of all."""
    rows = list(AccountSlots.objects.all())
    return rows if accounts is None else [row for row in rows if row.account_id in set(accounts)]


def next_free(accounts: Collection[int], since: datetime, *, without: int | None = None) -> dict[int, datetime]:
    """For each account that keeps slots its first free one from a time on; `without`: a sending whose own do not count.

    Accounts without slots, and those booked out for two months, are left out.
    """
    rows = kept(accounts)
    first = clock.shanghai_day(since)
    last = first + timedelta(days=HORIZON)
    occupied = taken(since, clock.day_bounds(last)[1], without=without)
    days = _Days(first, last)
    found: dict[int, datetime] = {}
    for row in rows:
        free = (at for at in days.times(row) if at >= since and (row.account_id, at) not in occupied)
        if (at := next(free, None)) is not None:
            found[row.account_id] = at
    return found


def taken(begin: datetime, end: datetime, *, without: int | None = None) -> Taken:
    """The slots that live deliveries hold, as (account, time)."""
    rows = Delivery.objects.filter(slot_at__gte=begin, slot_at__lt=end).exclude(state__in=OVER)
    if without is not None:
        rows = rows.exclude(plan=without)
    told = rows.order_by().values_list("account", "slot_at")
    return {(account, clock.in_shanghai(at)) for account, at in told if at is not None}


def free_by_day(accounts: QuerySet[Account], first: date, last: date, *, now: datetime) -> dict[date, tuple[int, int]]:
    """For each day with slots to come: how many are free, and how many there are."""
    rows = kept(set(accounts.values_list("pk", flat=True)))
    occupied = taken(clock.start_of_day(first), clock.day_bounds(last)[1])
    counted: dict[date, tuple[int, int]] = {}
    days = _Days(first, last)
    for row in rows:
        for at in days.times(row):
            if at >= now:
                free, every = counted.get(at.date(), (0, 0))
                is_free = (row.account_id, at) not in occupied
                counted[at.date()] = free + is_free, every + 1
    return counted


class _Days:
    """A span of days, and which of them offices work on."""

    def __init__(self, first: date, last: date) -> None:
        self.days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        holidays, exchanged = workdays.announced(first, last)
        self.worked = [day for day in self.days if clock.is_workday(day, holidays=holidays, workdays=exchanged)]
        self._moments: dict[tuple[tuple[str, ...], bool], list[datetime]] = {}

    def times(self, row: AccountSlots) -> Iterator[datetime]:
        """All slots of an account in these days, in order; accounts with the same times share the reckoning."""
        key = tuple(row.times), row.only_workdays
        if key not in self._moments:
            days = self.worked if row.only_workdays else self.days
            self._moments[key] = list(_moments(days, row.times))
        return iter(self._moments[key])


def _moments(days: Iterable[date], times: Iterable[str]) -> Iterator[datetime]:
    hours = [time.fromisoformat(one) for one in sorted(times)]
    for day in days:
        for hour in hours:
            yield datetime.combine(day, hour, tzinfo=clock.SHANGHAI)

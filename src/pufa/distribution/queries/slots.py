"""When accounts post: the times they keep (推送时段), which of these are taken, and the next one free."""

from collections import Counter
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
_Key = tuple[tuple[str, ...], bool]


def kept(accounts: Collection[int] | None = None) -> list[AccountSlots]:
    """The slots of these accounts, or of all."""
    rows = list(AccountSlots.objects.all())
    if accounts is None:
        return rows
    wanted = frozenset(accounts)
    return [row for row in rows if row.account_id in wanted]


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
        free = (at for at in days.times(days.key(row)) if at >= since and (row.account_id, at) not in occupied)
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
    rows = {row.account_id: row for row in kept(set(accounts.values_list("pk", flat=True)))}
    days = _Days(first, last)
    alike = Counter(days.key(row) for row in rows.values())
    slots = {key: frozenset(at for at in days.times(key) if at >= now) for key in alike}
    every = Counter[date]()
    for key, count in alike.items():
        for at in slots[key]:
            every[at.date()] += count
    told = taken(max(now, clock.start_of_day(first)), clock.day_bounds(last)[1])
    held = Counter(at.date() for account, at in told if account in rows and at in slots[days.key(rows[account])])
    return {day: (count - held[day], count) for day, count in every.items()}


class _Days:
    """A span of days, and which of them offices work on."""

    def __init__(self, first: date, last: date) -> None:
        self.days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        holidays, exchanged = workdays.announced(first, last)
        self.worked = [day for day in self.days if clock.is_workday(day, holidays=holidays, workdays=exchanged)]
        self._moments: dict[_Key, list[datetime]] = {}

    def key(self, row: AccountSlots) -> _Key:
        """What accounts with the same slots have in common: the times, and whether only on working days."""
        return tuple(row.times), row.only_workdays

    def times(self, key: _Key) -> list[datetime]:
        """All slots of such a key in these days, in order; reckoned once for all accounts that keep them."""
        if key not in self._moments:
            times, only_workdays = key
            self._moments[key] = list(_moments(self.worked if only_workdays else self.days, times))
        return self._moments[key]


def _moments(days: Iterable[date], times: Iterable[str]) -> Iterator[datetime]:
    hours = [time.fromisoformat(one) for one in sorted(times)]
    for day in days:
        for hour in hours:
            yield datetime.combine(day, hour, tzinfo=clock.SHANGHAI)

"""The calendar read: what comes out, is sent, falls due, which days it falls on, and what clashes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.distribution.models import CalendarDay, CalendarFeed, DayKind, Delivery, DeliveryState, Plan
from pufa.distribution.queries import forwards
from pufa.editorial import queries as editorial_queries
from pufa.lib import clock
from pufa.matrix.queries import register
from pufa.review import queries as review_queries
from pufa.review.models import OPEN, Review

KINDS: Final = ("publication", "sending", "forwarding")
NEAR: Final = timedelta(hours=2)
_Moment = tuple[datetime, int]  # a time, and the sending that falls on it
OVER: Final = (DeliveryState.STOPPED, DeliveryState.REFUSED, DeliveryState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing at one time. `clash` says what is in its way; only the office may move what `is_movable`."""

    kind: str
    key: str
    at: datetime
    title: str
    detail: str
    url: str
    is_movable: bool = False
    clash: str = ""


@dataclass(frozen=True, slots=True)
class Special:
    """A theme day or holiday as it falls in the shown days."""

    day: CalendarDay
    first: date
    last: date


def entries(person: User, first: date, last: date, *, kinds: tuple[str, ...] = KINDS) -> list[Entry]:
    """What stands in the calendar from one day to another, as far as somebody may see it, in order of time."""
    found: list[Entry] = []
    if "publication" in kinds:
        found += _publications(person, first, last)
    if "sending" in kinds:
        found += _sendings(person, first, last)
    if "forwarding" in kinds:
        found += _deadlines(person, first, last)
    return sorted(found, key=lambda one: (one.at, one.key))


def special_days(first: date, last: date) -> list[Special]:
    """Theme days and holidays that touch these days."""
    found = []
    for row in CalendarDay.objects.all():
        for year in range(first.year, last.year + 1):
            span = row.span_in(year)
            if span and span[0] <= last and span[1] >= first:
                found.append(Special(row, *span))
                if not row.is_yearly:
                    break
    return sorted(found, key=lambda one: (one.first, one.day.title))


def announced(first: date, last: date) -> tuple[set[date], set[date]]:
    """The holidays and the weekend days worked in exchange, for whoever counts working days."""
    found: dict[str, set[date]] = {DayKind.HOLIDAY: set(), DayKind.WORKDAY: set()}
    for one in special_days(first, last):
        if one.day.kind in found:
            found[one.day.kind] |= {one.first + timedelta(days=step) for step in range((one.last - one.first).days + 1)}
    return found[DayKind.HOLIDAY], found[DayKind.WORKDAY]


def feed_person(token_hash: str) -> User | None:
    """Whose feed it is, while the address stands and the person is active."""
    feed = CalendarFeed.objects.filter(token_hash=token_hash, revoked_at__isnull=True, person__is_active=True)
    row = feed.select_related("person").first()
    return row.person if row else None


def has_feed(person: User) -> bool:
    """Whether a person has a calendar address that works."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).exists()


def _publications(person: User, first: date, last: date) -> Iterator[Entry]:
    """Pieces that come out by themselves, and texts under review that have an hour chosen."""
    if not (review_queries.works_on_texts(person) or person.has_role(Role.OBSERVER)):
        return
    for at, title, number in editorial_queries.scheduled_between(first, last):
        url = reverse("wagtailadmin_pages:edit", args=[number])
        yield Entry("publication", f"piece:{number}", at, title, _("comes out"), url)
    begin, end = clock.start_of_day(first), clock.day_bounds(last)[1]
    for review in Review.objects.filter(state__in=OPEN, publish_at__gte=begin, publish_at__lt=end):
        if review.publish_at is not None:
            at, url = clock.in_shanghai(review.publish_at), reverse("review:detail", args=[review.pk])
            words = _("review not finished")
            yield Entry("publication", f"review:{review.pk}", at, review.title, str(review.get_state_display()), url,
                        clash=words)  # fmt: skip


def _sendings(person: User, first: date, last: date) -> list[Entry]:
    begin, end = clock.start_of_day(first) - NEAR, clock.day_bounds(last)[1] + NEAR
    visible = register.visible_to(person)
    at_its_time = Q(slot_at=None, plan__at__gte=begin, plan__at__lt=end)
    rows = Delivery.objects.filter(at_its_time | Q(slot_at__gte=begin, slot_at__lt=end), account__in=visible)
    accounts: dict[_Moment, set[int]] = {}
    unsent: set[int] = set()
    told = rows.exclude(state__in=OVER).order_by().values_list("plan", "plan__at", "slot_at", "account", "state")
    for plan, at, slot, account, state in told:
        accounts.setdefault((slot or at, plan), set()).add(account)
        if state == DeliveryState.PLANNED:
            unsent.add(plan)
    plans = Plan.objects.in_bulk({plan for _at, plan in accounts})
    moments = sorted(one for one in accounts if plans[one[1]].called_off_at is None)
    is_office = person.has_role(Role.OFFICE)
    found = [
        Entry("sending", plans[plan].key, clock.in_shanghai(at), plans[plan].title, _accounts(len(accounts[at, plan])),
              plans[plan].desk_url, is_movable=is_office and plan in unsent,
              clash=_clash((at, plan), moments, accounts, plans))
        for at, plan in moments
    ]  # fmt: skip
    return [one for one in found if first <= one.at.date() <= last]


def _clash(one: _Moment, moments: list[_Moment], accounts: dict[_Moment, set[int]], plans: dict[int, Plan]) -> str:
    """Another sending to the same accounts within two hours."""
    for other in moments:
        if other[1] != one[1] and abs(other[0] - one[0]) < NEAR:
            both = len(accounts[one] & accounts[other])
            if both:
                words = _("%(count)d accounts get “%(title)s” within two hours")
                return words % {"count": both, "title": plans[other[1]].title}
    return ""


def _deadlines(person: User, first: date, last: date) -> Iterator[Entry]:
    is_office = person.has_role(Role.OFFICE)
    for task in forwards.due_between(person, first, last):
        at = clock.in_shanghai(task.due_at)
        is_movable = is_office and task.due_at > clock.now()
        yield Entry("forwarding", task.key, at, task.title, _("forwarding due"), task.desk_url, is_movable=is_movable)


def _accounts(count: int) -> str:
    return _("%(count)d accounts") % {"count": count}


def with_holidays(found: list[Entry], days: list[Special]) -> list[Entry]:
    """Entries with a word where their time falls on a holiday."""
    holidays = [one for one in days if one.day.kind == CalendarDay.Kind.HOLIDAY]
    marked = []
    for entry in found:
        hit = next((one for one in holidays if one.first <= entry.at.date() <= one.last), None)
        words = _("on a holiday: %(name)s") % {"name": hit.day.title} if hit and not entry.clash else entry.clash
        marked.append(replace(entry, clash=words))
    return marked

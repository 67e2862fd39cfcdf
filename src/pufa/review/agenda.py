"""Two weeks day by day: what is due at the gates, what is planned to come out, what other rooms add."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pufa.accounts.models import Role, User
from pufa.lib import clock
from pufa.review import queries
from pufa.review.models import OPEN, ROLE_OF, Review, Stage

DAYS = 14
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Event:
    """One thing on one day; a deadline is something to be done by then, else it happens by itself."""

    day: date
    label: str
    detail: str = ""
    url: str = ""
    is_deadline: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip."""

    date: date
    events: tuple[Event, ...]
    is_today: bool
    is_weekend: bool


def two_weeks(first: date, events: Iterable[Event]) -> list[Day]:
    """Fourteen days from `first`, which is today; deadlines stand first in each."""
    ordered = sorted(events, key=lambda event: (event.day, not event.is_deadline))
    days = (first + timedelta(days=step) for step in range(DAYS))
    return [
        Day(day, tuple(one for one in ordered if one.day == day), day == first, day.weekday() >= SATURDAY)
        for day in days
    ]


def of_reviews(person: User, now: datetime) -> list[Event]:
    """What review knows: gates due, look-backs due, publications planned; what is late stands under today."""
    if not queries.works_on_texts(person):
        return []
    first = clock.shanghai_day(now)
    end = clock.start_of_day(first + timedelta(days=DAYS))
    return [*_gates(person, first, end, now), *_look_backs(person, first, end), *_publications(now, end)]


def _gates(person: User, first: date, end: datetime, now: datetime) -> Iterator[Event]:
    """A reviewer's own gates; for everybody else all that is under review."""
    is_reviewer = any(person.has_role(role) for role in ROLE_OF.values())
    reviews = queries.queue(person) if is_reviewer else Review.objects.open().order_by("due_at", "pk")
    groups: dict[tuple[date, str, bool], list[Review]] = {}
    for review in reviews.filter(due_at__lt=end).only("state", "title", "due_at"):
        if review.due_at is not None:
            late = review.due_at < now
            groups.setdefault((max(first, clock.shanghai_day(review.due_at)), review.state, late), []).append(review)
    for (day, stage, late), found in groups.items():
        detail = found[0].title if len(found) == 1 else _texts(len(found))
        if late:
            detail = _("overdue: %(what)s") % {"what": detail}
        url = f"{reverse('review:work_list')}?view={'mine' if is_reviewer else 'all'}&state={stage}"
        if len(found) == 1:
            url = reverse("review:detail", args=[found[0].pk])
        yield Event(day, str(Stage(stage).label), detail, url, is_deadline=True)


def _look_backs(person: User, first: date, end: datetime) -> Iterator[Event]:
    if not person.has_role(Role.OFFICE):
        return
    moments = queries.look_backs_due(end).order_by().values_list("look_back_due_at", flat=True)
    counted = Counter(max(first, clock.shanghai_day(moment)) for moment in moments if moment)
    url = f"{reverse('review:work_list')}?view=look_back"
    for day, count in counted.items():
        yield Event(day, _("Look back"), _texts(count), url, is_deadline=True)


def _publications(now: datetime, end: datetime) -> Iterator[Event]:
    """Texts still under review that are to come out at an hour somebody chose."""
    planned = Review.objects.filter(state__in=OPEN, publish_at__gte=now, publish_at__lt=end).order_by("publish_at")
    for review in planned.only("title", "publish_at"):
        if review.publish_at is not None:
            at = clock.in_shanghai(review.publish_at)
            detail = _("planned for %(time)s") % {"time": f"{at:%H:%M}"}
            yield Event(at.date(), review.title, detail, reverse("review:detail", args=[review.pk]))


def _texts(count: int) -> str:
    return ngettext("%(count)d text", "%(count)d texts", count) % {"count": count}

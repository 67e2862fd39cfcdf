"""Alerts as somebody may see them, and what stands on the desk's first page."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from pufa.accounts.models import User
from pufa.matrix.models import Alert
from pufa.matrix.queries import register

STATES = (Alert.State.FORESEEN, Alert.State.FAILING, Alert.State.HINT)


def visible_to(person: User, state: str) -> QuerySet[Alert]:
    """Open alerts of a state, the nearest day first."""
    found = Alert.objects.filter(state=state, account__in=register.visible_to(person))
    return found.select_related("account__platform", "account__organisation").order_by("fails_on", "pk")


def counts(person: User) -> dict[str, int]:
    """How many open alerts of each state."""
    open_ones = Alert.objects.exclude(state=Alert.State.SETTLED).filter(account__in=register.visible_to(person))
    found = dict(open_ones.values_list("state").annotate(Count("pk")).order_by())
    return {state.value: found.get(state.value, 0) for state in STATES}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What will fail next: on which day, which accounts."""

    day: date
    alerts: tuple[Alert, ...]


def next_to_fail(person: User, today: date) -> Foreseen | None:
    """The accounts that fail on the nearest day ahead."""
    ahead = visible_to(person, Alert.State.FORESEEN).filter(fails_on__gt=today)
    first = ahead.first()
    if first is None or first.fails_on is None:
        return None
    return Foreseen(first.fails_on, tuple(ahead.filter(fails_on=first.fails_on)[:20]))


def failing_days(person: User, first: date, days: int) -> list[Alert]:
    """Alerts whose day comes within so many days, for the two weeks on the first page."""
    end = first + timedelta(days=days)
    return list(visible_to(person, Alert.State.FORESEEN).filter(fails_on__gte=first, fails_on__lt=end)[:50])

"""The pace of calls: one row for each kind of platform and each account, shared by all workers."""

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F

from pufa.distribution.models import Delivery, Pace, Purpose
from pufa.lib import clock
from pufa.matrix.connector import Limits

# After a rest so much may be made up for at once: a second's calls.
BURST: Final = timedelta(seconds=1)


def busy_kinds(now: datetime) -> set[str]:
    """The kinds of platform that may not be called yet."""
    rows = Pace.objects.filter(key__startswith="kind:", free_at__gt=now).values_list("key", flat=True)
    return {key.removeprefix("kind:") for key in rows}


def not_before(delivery: Delivery, purpose: Purpose, limits: Limits, now: datetime) -> datetime | None:
    """When the account may be called next if not now: its gap, or tomorrow when a day's quota is used up."""
    pace = _row(f"account:{delivery.account_id}", now)
    if pace.free_at > now:
        return pace.free_at
    is_full = limits.calls_per_day is not None and pace.calls >= limits.calls_per_day
    if purpose == Purpose.PUBLISH and limits.posts_per_day is not None:
        is_full = is_full or pace.posts >= limits.posts_per_day
    return clock.day_bounds(clock.shanghai_day(now))[1] if is_full else None


def spend(delivery: Delivery, purpose: Purpose, limits: Limits, now: datetime) -> None:
    """Notes the call that is about to be made. A repeated try of one post counts as one post."""
    is_post = purpose == Purpose.PUBLISH and delivery.first_attempt_at is None
    Pace.objects.filter(key=f"account:{delivery.account_id}").update(
        free_at=now + limits.least_gap, calls=F("calls") + 1, posts=F("posts") + int(is_post)
    )
    gap = timedelta(seconds=1 / settings.SENDING["calls_per_second"])
    pace = _row(f"kind:{delivery.connector}", now)
    pace.free_at, pace.calls, pace.posts = max(pace.free_at, now - BURST) + gap, pace.calls + 1, pace.posts + is_post
    pace.save(update_fields=["free_at", "calls", "posts"])


def rest(delivery: Delivery, until: datetime, now: datetime) -> None:
    """The platform asked for a pause: nothing of the account is tried before."""
    pace = _row(f"account:{delivery.account_id}", now)
    pace.free_at = max(pace.free_at, until)
    pace.save(update_fields=["free_at"])


def _row(key: str, now: datetime) -> Pace:
    day: date = clock.shanghai_day(now)
    pace, _ = Pace.objects.select_for_update().get_or_create(key=key, defaults={"free_at": now - BURST, "day": day})
    if pace.day != day:
        pace.day, pace.calls, pace.posts = day, 0, 0
        pace.save(update_fields=["day", "calls", "posts"])
    return pace

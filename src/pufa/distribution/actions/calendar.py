"""What people do in the calendar: move an entry, keep its days, have a feed of their own."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.distribution.actions import forwards
from pufa.distribution.actions.holding import need_role
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import CalendarDay, CalendarFeed, DayKind, Delivery, DeliveryState, ForwardTask, Plan
from pufa.distribution.queries import slots
from pufa.lib import clock

LONGEST = timedelta(days=31)


def move(*, key: str, at: datetime, by: User, now: datetime | None = None) -> None:
    """Moves what stands under `key` (sending:… or forwarding:…) to another time.

    Raises NotAllowedError; DistributionError: bad_time, wrong_state, not_movable.
    """
    kind, _colon, number = key.partition(":")
    moment = now or clock.now()
    need_role(by, Role.OFFICE)
    task = ForwardTask.objects.filter(pk=number).first() if kind == "forwarding" and number.isdigit() else None
    plan = Plan.objects.filter(pk=number).first() if kind == "sending" and number.isdigit() else None
    if task is not None:
        forwards.move_due(task=task, due_at=at, by=by, now=moment)
    elif plan is not None:
        move_sending(plan=plan, at=at, by=by, now=moment)
    else:
        text = _("This cannot be moved here: its time belongs to its review.")
        raise DistributionError(text, code="not_movable")


@transaction.atomic
def move_sending(*, plan: Plan, at: datetime, by: User, now: datetime) -> Plan:
    """Gives a sending another time, while nothing of it has been handed to a platform.

    Raises NotAllowedError; DistributionError: bad_time, wrong_state.
    """
    need_role(by, Role.OFFICE)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if at <= now:
        raise DistributionError(_("This time is over. Choose a later one."), code="bad_time")
    rows = Delivery.objects.filter(plan=held)
    begun = rows.exclude(state__in=(DeliveryState.PLANNED, DeliveryState.STOPPED)).exists()
    if held.called_off_at or begun or not rows.filter(state=DeliveryState.PLANNED).exists():
        raise DistributionError(
            _("This sending has begun or was called off: it stays where it is."), code="wrong_state"
        )
    before, held.at = held.at, at
    held.save(update_fields=["at"])
    planned = rows.filter(state=DeliveryState.PLANNED)
    planned.update(act_at=at, slot_at=None)
    if held.in_slots:
        _find_slots(held, list(planned.only("account")))
    detail = {"before": before.isoformat(), "after": at.isoformat()}
    audit_actions.record(by=by, verb="sending.moved", key=held.key, title=held.title, detail=detail, now=now)
    plan.refresh_from_db()
    return plan


def _find_slots(plan: Plan, rows: list[Delivery]) -> None:
    """Gives deliveries the slots of their accounts from the sending's new time on."""
    free = slots.next_free({row.account_id for row in rows}, plan.at, without=plan.pk)
    for row in rows:
        row.slot_at = free.get(row.account_id)
        row.act_at = row.slot_at or plan.at
    Delivery.objects.bulk_update(rows, ["act_at", "slot_at"], batch_size=200)


@transaction.atomic
def keep_day(
    *, first: date, last: date, title: str, by: User, day: CalendarDay | None = None, now: datetime | None = None,
    **given: Any,
) -> CalendarDay:  # fmt: skip
    """Adds a day to the calendar, or changes one; `given`: kind, is_yearly, is_verified, note.

    Raises NotAllowedError; DistributionError: bad_time, empty, day_twice.
    """
    need_role(by, Role.OFFICE)
    words = title.strip()[:60]
    if not words:
        raise DistributionError(_("Give the day a name."), code="empty")
    if last < first or last - first > LONGEST:
        raise DistributionError(_("The last day comes after the first, within a month."), code="bad_time")
    twice = CalendarDay.objects.filter(title=words, first=first)
    others = twice.exclude(pk=day.pk) if day is not None else twice
    if others.exists():
        raise DistributionError(_("This day is in the calendar already."), code="day_twice")
    row = day or CalendarDay()
    fields = {"first": first, "last": last, "title": words, "kind": DayKind.THEME, **given}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    detail = {"first": first.isoformat(), "last": last.isoformat()}
    audit_actions.record(by=by, verb="calendar.day_kept", key=row.key, title=words, detail=detail, now=now)
    return row


@transaction.atomic
def remove_day(*, day: CalendarDay, by: User, now: datetime | None = None) -> None:
    """Takes a day out of the calendar. Raises NotAllowedError."""
    need_role(by, Role.OFFICE)
    audit_actions.record(by=by, verb="calendar.day_removed", key=day.key, title=day.title, detail={}, now=now)
    day.delete()


@transaction.atomic
def open_feed(*, by: User, now: datetime | None = None) -> str:
    """A new secret calendar address for a person; the one before no longer works. Gives the secret, shown once."""
    moment = now or clock.now()
    close_feed(by=by, now=moment)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(person=by, token_hash=hashed(token), created_at=moment)
    audit_actions.record(
        by=by, verb="calendar.feed_opened", key=f"person:{by.pk}", title=by.name, detail={}, now=moment
    )
    return token


@transaction.atomic
def close_feed(*, by: User, now: datetime | None = None) -> bool:
    """Revokes a person's calendar address; gives whether there was one."""
    moment = now or clock.now()
    count = CalendarFeed.objects.filter(person=by, revoked_at__isnull=True).update(revoked_at=moment)
    if count:
        audit_actions.record(
            by=by, verb="calendar.feed_closed", key=f"person:{by.pk}", title=by.name, detail={}, now=moment
        )
    return bool(count)


def hashed(token: str) -> str:
    """What is kept of a feed's secret."""
    return hashlib.sha256(token.encode()).hexdigest()

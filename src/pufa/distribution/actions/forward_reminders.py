"""Reminding units: each once before and once after the due time, and whenever the office presses the button.

What is to be told stands on the forwards until a timed job has mailed it, so that nothing is lost and a request for
ten thousand units is answered at once.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.distribution.actions.holding import need_role
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import Forward, ForwardTask, Told
from pufa.distribution.queries import forwards
from pufa.lib import clock

PAUSE: Final = timedelta(hours=1)
NEWS_LASTS: Final = timedelta(hours=2)


@transaction.atomic
def remind(*, task: ForwardTask, by: User, now: datetime | None = None) -> int:
    """Reminds all units that have not forwarded yet; gives how many accounts.

    Raises NotAllowedError; DistributionError: wrong_state, nobody, too_soon.
    """
    moment = now or clock.now()
    need_role(by, Role.OFFICE)
    held = ForwardTask.objects.select_for_update().get(pk=task.pk)
    if held.called_off_at:
        raise DistributionError(_("This task was called off."), code="wrong_state")
    if held.reminded_at and moment < held.reminded_at + PAUSE:
        raise DistributionError(_("They were reminded less than an hour ago."), code="too_soon")
    count = forwards.open_of(held).order_by().update(to_tell=Told.AGAIN)
    if not count:
        raise DistributionError(_("Nobody is left to be reminded."), code="nobody")
    held.reminded_at = moment
    held.save(update_fields=["reminded_at"])
    _record(held, Told.AGAIN, count, by, moment)
    task.refresh_from_db()
    return count


def remind_due(*, now: datetime) -> int:
    """Reminds, once each, of what is due within a day and of what is overdue; gives how many accounts."""
    open_ones = Forward.objects.open()
    soon = now + timedelta(hours=settings.FORWARDS["remind_hours"])
    before = open_ones.filter(
        task__due_at__gt=now, task__due_at__lte=soon, task__asked_at__lte=now - NEWS_LASTS, reminded_before_at=None
    )
    after = open_ones.filter(
        task__due_at__lte=now, task__due_at__gt=now - forwards.stop_after(), reminded_after_at=None
    )
    count = _mark(before, Told.BEFORE, "reminded_before_at", now)
    return count + _mark(after, Told.AFTER, "reminded_after_at", now)


@transaction.atomic
def take_untold(*, most: int) -> list[Forward]:
    """The next forwards whose units are to be told, taken off the list; each comes once. Those of one unit together."""
    waiting = Forward.objects.exclude(to_tell="").select_for_update(skip_locked=True, of=("self",))
    first = waiting.whole().order_by("pk")[:most]
    taken = list(first)
    Forward.objects.filter(pk__in=[row.pk for row in taken]).update(to_tell="")
    return taken


def _mark(found: QuerySet[Forward], told: Told, field: str, now: datetime) -> int:
    total = 0
    for number in list(found.order_by().values_list("task", flat=True).distinct()):
        with transaction.atomic():
            task = ForwardTask.objects.get(pk=number)
            rows = Forward.objects.filter(pk__in=found.filter(task=number).order_by().values("pk"))
            count = rows.update(to_tell=told, **{field: now})
            _record(task, told, count, None, now)
        total += count
    return total


def _record(task: ForwardTask, told: Told, count: int, by: User | None, now: datetime) -> None:
    detail = {"accounts": count, "kind": told.value}
    audit_actions.record(by=by, verb="forwarding.reminded", key=task.key, title=task.title, detail=detail, now=now)

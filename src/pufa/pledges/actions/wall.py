"""The citizens' wall: a promise made is a number that grows; nobody is known."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.lib import clock
from pufa.pledges.errors import PledgesError
from pufa.pledges.metrics import CITIZENS
from pufa.pledges.models import Promise, WallDay
from pufa.reach import actions as reach_actions


def promise(*, promises: list[int], now: datetime | None = None) -> int:
    """Counts some promises of one person; gives how many. Raises PledgesError: no_such_thing."""
    chosen = set(promises)
    if not chosen or not chosen <= set(Promise.values):
        raise PledgesError(_("Choose at least one promise."), code="no_such_thing")
    day = clock.shanghai_day(now or clock.now())
    with transaction.atomic():
        for one in sorted(chosen):
            row, _made = WallDay.objects.get_or_create(promise=one, day=day)
            WallDay.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return len(chosen)


def count_wall(*, now: datetime) -> int:
    """Enters what was promised on past days in the ledger, once; gives how many entries."""
    made = 0
    with transaction.atomic():
        waiting = WallDay.objects.select_for_update().filter(day__lt=clock.shanghai_day(now), count__gt=F("counted"))
        for row in waiting.order_by("day", "promise"):
            at = clock.start_of_day(row.day) + timedelta(hours=23)
            reach_actions.record(
                metric=CITIZENS, amount=row.count - row.counted, at=at, source_key=f"wall:{row.promise}",
                source_title=str(Promise(row.promise).label), source_url=reverse("pledges:wall"),
                idempotency_key=f"wall:{row.promise}:{row.day}:{row.counted}", now=now,
            )  # fmt: skip
            row.counted = row.count
            row.save(update_fields=["counted"])
            made += 1
    return made

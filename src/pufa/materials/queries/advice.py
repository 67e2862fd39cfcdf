"""What to print again, and what it cost."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Sum

from pufa.lib import clock
from pufa.materials.models import Balance, Edition, Kind, Movement, PrintRun

WINDOW_DAYS: Final = 90
LEAD_DAYS: Final = 30  # from the order to delivery
COVER_DAYS: Final = 90  # what a reprint should last
STEP: Final = 500  # printers count in such steps


@dataclass(frozen=True, slots=True)
class Advice:
    """What an edition's use says: copies a day over 90 days, when the stock ends, how many to print by when."""

    edition: Edition
    on_hand: int
    per_day: float
    ends_on: date | None
    reprint: int
    order_by: date | None


@dataclass(frozen=True, slots=True)
class Cost:
    """A title's edition: printed, handed out, what it cost in fen, and what a copy that reached somebody cost."""

    edition: Edition
    printed: int
    handed_out: int
    cost_fen: int

    @property
    def fen_each(self) -> int | None:
        """Fen for each copy handed out, rounded."""
        return round(self.cost_fen / self.handed_out) if self.handed_out else None


def advice(*, now: datetime | None = None) -> list[Advice]:
    """All editions in use, the ones that end first first; a withdrawn edition is never advised."""
    moment = now or clock.now()
    used = _sums(Kind.HANDED_OUT, moment - timedelta(days=WINDOW_DAYS), moment)
    there = dict(Balance.objects.values_list("edition").annotate(total=Sum("count")).order_by())
    editions = Edition.objects.exclude(state=Edition.State.WITHDRAWN).select_related("title")
    found = [_advice(one, there.get(one.pk, 0), used.get(one.pk, 0) / WINDOW_DAYS, moment) for one in editions]
    return sorted(found, key=lambda one: (one.ends_on is None, one.ends_on, one.edition.pk))


def costs() -> list[Cost]:
    """All editions that were printed, by title."""
    handed = _sums(Kind.HANDED_OUT, None, None)
    runs = PrintRun.objects.values_list("edition").annotate(printed=Sum("printed"), cost=Sum("cost_fen")).order_by()
    known = Edition.objects.select_related("title").in_bulk([row[0] for row in runs])
    found = [Cost(known[pk], printed, handed.get(pk, 0), cost) for pk, printed, cost in runs]
    return sorted(found, key=lambda one: (one.edition.title.name, -one.edition.number))


def _advice(edition: Edition, on_hand: int, per_day: float, now: datetime) -> Advice:
    today = clock.shanghai_day(now)
    if per_day == 0:
        return Advice(edition, on_hand, 0, None, 0, None)
    left = int(on_hand / per_day)
    ends = today + timedelta(days=min(left, 3650))
    if left > LEAD_DAYS + WINDOW_DAYS // 3:
        return Advice(edition, on_hand, per_day, ends, 0, None)
    wanted = per_day * (LEAD_DAYS + COVER_DAYS) - on_hand
    reprint = max(STEP, -(-int(wanted) // STEP) * STEP)
    return Advice(edition, on_hand, per_day, ends, reprint, max(today, ends - timedelta(days=LEAD_DAYS)))


def _sums(kind: str, since: datetime | None, until: datetime | None) -> dict[int, int]:
    found = Movement.objects.filter(kind=kind, reversal=None)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lte=until)
    return dict(found.values_list("edition").annotate(total=Sum("count")).order_by())

"""Reading the ledger: totals, totals by month, unit and district, and the entries they are made of.

Everywhere: `since` is included, `until` is not; both are aware datetimes or None. A district includes those below it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from pufa.accounts.models import District, Organisation
from pufa.lib.clock import SHANGHAI
from pufa.reach import metrics
from pufa.reach.hits import counts
from pufa.reach.models.ledger import AMOUNT_PLACES, Entry

_STEP = Decimal(1).scaleb(-AMOUNT_PLACES)


@dataclass(frozen=True, slots=True)
class Place:
    """What one unit or one district achieved; `name` is empty for outcomes that name none."""

    id: int | None
    name: str
    amount: Decimal


def total(
    metric: str,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    organisation: Organisation | None = None,
    district: District | None = None,
    source_key: str = "",
) -> Decimal:
    """How much of a metric was achieved, corrections taken off; what the hit counter counts comes from there.

    Raises UnknownMetricError; ValueError for readers of a unit or district, of whom nobody keeps account.
    """
    if metrics.get(metric).is_counted:
        if organisation or district:
            raise ValueError("readers belong to no unit or district")
        return Decimal(counts.total([source_key] if source_key else None, since, until))
    rows = entries(metric, since, until, organisation=organisation, district=district, source_key=source_key)
    return _exact(rows.aggregate(sum=Sum("amount"))["sum"])


def totals(
    since: datetime | None = None, until: datetime | None = None, *, organisation: Organisation | None = None
) -> dict[str, Decimal]:
    """How much of each metric that has entries was achieved, by code, with one look at the ledger."""
    found = Entry.objects.all() if organisation is None else Entry.objects.filter(organisation=organisation)
    rows = _between(found, since, until).order_by().values("metric").annotate(sum=Sum("amount"))
    return {code: _exact(amount) for code, amount in rows.values_list("metric", "sum")}


def entries(
    metric: str,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    organisation: Organisation | None = None,
    district: District | None = None,
    source_key: str = "",
) -> QuerySet[Entry]:
    """The entries behind a total, newest first, with unit, district and correction at hand.

    Raises UnknownMetricError.
    """
    rows = _between(Entry.objects.filter(metric=metrics.get(metric).code), since, until)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if district is not None:
        rows = rows.filter(district__in=_with_below(district))
    if source_key:
        rows = rows.filter(source_key=source_key)
    return rows.select_related("organisation", "district", "correction", "correction_of")


def by_month(metric: str, since: datetime | None = None, until: datetime | None = None) -> dict[date, Decimal]:
    """The amount of each month that has entries, in order, under the month's first day (in China)."""
    months = entries(metric, since, until).annotate(month=TruncMonth("at", tzinfo=SHANGHAI)).order_by("month")
    sums = months.values("month").annotate(sum=Sum("amount")).values_list("month", "sum")
    return {month.date(): _exact(amount) for month, amount in sums}


def by_organisation(metric: str, since: datetime | None = None, until: datetime | None = None) -> list[Place]:
    """The amount of each unit, in the order of the units' codes: this is no ranking."""
    return _by_place("organisation", metric, since, until)


def by_district(metric: str, since: datetime | None = None, until: datetime | None = None) -> list[Place]:
    """The amount of each district on its own, in the order of their codes."""
    return _by_place("district", metric, since, until)


def organisations_of(metric: str) -> QuerySet[Organisation]:
    """The units that have entries of a metric."""
    return Organisation.objects.filter(pk__in=_ids("organisation_id", metric))


def districts_of(metric: str) -> QuerySet[District]:
    """The districts that have entries of a metric."""
    return District.objects.filter(pk__in=_ids("district_id", metric))


def _ids(field: str, metric: str) -> QuerySet[Entry, int | None]:
    return Entry.objects.filter(metric=metric).order_by().values_list(field, flat=True).distinct()


def _by_place(field: str, metric: str, since: datetime | None, until: datetime | None) -> list[Place]:
    rows = (
        entries(metric, since, until)
        .select_related(None)
        .order_by(f"{field}__code")
        .values(f"{field}_id", f"{field}__name")
    )
    return [
        Place(row[f"{field}_id"], row[f"{field}__name"] or "", _exact(row["sum"]))
        for row in rows.annotate(sum=Sum("amount"))
    ]


def _between(rows: QuerySet[Entry], since: datetime | None, until: datetime | None) -> QuerySet[Entry]:
    if since is not None:
        rows = rows.filter(at__gte=since)
    return rows if until is None else rows.filter(at__lt=until)


def _with_below(district: District) -> set[int]:
    """The district and all below it, with one look at the tree."""
    tree: dict[int | None, list[int]] = {}
    for pk, parent in District.objects.values_list("pk", "parent_id"):
        tree.setdefault(parent, []).append(pk)
    found, queue = {district.pk}, [district.pk]
    while queue:
        below = [pk for pk in tree.get(queue.pop(), []) if pk not in found]
        found.update(below)
        queue.extend(below)
    return found


def _exact(amount: Decimal | None) -> Decimal:
    return (amount or Decimal(0)).quantize(_STEP)

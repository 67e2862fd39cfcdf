"""The rows behind a figure. What they add up to is the figure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, TypedDict

from django.core.cache import cache
from django.db.models import Count, DateField, Func, Max, Min, QuerySet, Sum
from wagtail.models import Page

from pufa.accounts.models import District, Organisation
from pufa.insights.figures import Figure, Source
from pufa.lib import clock
from pufa.reach import queries as reach_queries
from pufa.reach import states
from pufa.reach.hits import known, sketch
from pufa.reach.models import Entry, HourlyHits

KEEP_READERS_SECONDS = 30 * 24 * 3600
PAGE_PREFIX = "page:"


class LedgerAsked(TypedDict):
    """What the ledger is asked."""

    since: datetime | None
    until: datetime | None
    organisation: Organisation | None
    district: District | None
    source_key: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: `since` included, `until` not; readers know neither unit nor district."""

    since: datetime | None = None
    until: datetime | None = None
    organisation: Organisation | None = None
    district: District | None = None
    key: str = ""

    def ledger(self) -> LedgerAsked:
        """The same for the ledger."""
        return LedgerAsked(
            since=self.since,
            until=self.until,
            organisation=self.organisation,
            district=self.district,
            source_key=self.key,
        )

    def keys(self) -> list[str] | None:
        """The objects asked for; None for all."""
        return [self.key] if self.key else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: how much, when, of which object; one that is corrected was taken back by one that is a correction."""

    when: datetime | date
    amount: Decimal | int
    title: str = ""
    url: str = ""
    key: str = ""
    unit: str = ""
    district: str = ""
    reason: str = ""
    is_corrected: bool = False
    is_correction: bool = False
    entry: Entry | None = None
    evidence: dict[str, Any] = field(default_factory=dict)


class ChinaDay(Func):
    """The day in China on which a moment falls, reckoned by the database itself."""

    output_field = DateField()
    template = "((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same in SQLite, without the slow way through Python."""
        return self.as_sql(compiler, connection, template="DATE(%(expressions)s, '+8 hours')", **context)


def day_of(asked: Asked) -> date:
    """The day as of which a state is asked: the span's last, today at most."""
    today = clock.today()
    return min(today, clock.shanghai_day(asked.until - timedelta(microseconds=1))) if asked.until else today


def find(figure: Figure, asked: Asked) -> QuerySet[Any, Any] | Sequence[tuple[date, int]] | Sequence[states.StateRow]:
    """The rows asked for, newest first, as something a paginator can cut; `present` makes a cut of it readable."""
    if figure.source is Source.LEDGER:
        return reach_queries.entries(figure.code, **asked.ledger())
    if figure.source is Source.STATE:
        return states.get(figure.code).rows(day_of(asked), organisation=asked.organisation, key=asked.key)
    if figure.source is Source.READERS:
        return sorted(readers_by_day(asked.since, asked.until).items(), reverse=True)
    days = _hits(asked.since, asked.until, asked.key).annotate(day=ChinaDay("hour")).values("object_key", "day")
    return days.annotate(reads=Sum("count")).order_by("-day", "-reads", "object_key")


def present(figure: Figure, found: Iterable[Any]) -> list[Row]:
    """Found rows with titles and addresses; pages' titles cost one question whatever their number."""
    if figure.source is Source.LEDGER:
        return [_ledger_row(entry) for entry in found]
    if figure.source is Source.STATE:
        return [Row(one.day, one.amount, one.title, one.url, one.key, one.unit, one.district) for one in found]
    if figure.source is Source.READERS:
        return [Row(day, readers) for day, readers in found]
    days = list(found)
    titles = titles_of({row["object_key"] for row in days})
    return [
        Row(row["day"], row["reads"], *titles.get(row["object_key"], ("", "")), key=row["object_key"]) for row in days
    ]


def titles_of(keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """Title and address of each object that has one; what is not to be seen now has no address."""
    numbers = {key.removeprefix(PAGE_PREFIX) for key in keys if key.startswith(PAGE_PREFIX)}
    pages = Page.objects.filter(pk__in=[number for number in numbers if number.isdecimal()])
    found = {f"{PAGE_PREFIX}{page.pk}": (page.title, (page.url or "") if page.live else "") for page in pages}
    return found | known.titles_of(keys)


def readers_by_day(since: datetime | None = None, until: datetime | None = None) -> dict[date, int]:
    """How many different readers each day had, in order.

    A day's number is kept until its hits change, because merging a day's sketches costs more than a look at its sums.
    """
    sums = _hits(since, until).annotate(day=ChinaDay("hour")).values("day")
    days = sums.annotate(hits=Sum("count"), slots=Count("pk")).order_by("day").values_list("day", "hits", "slots")
    span = f"{since and since.timestamp()}-{until and until.timestamp()}"
    names = {f"readers:{day}:{hits}:{slots}:{_edge(day, since, until) and span}": day for day, hits, slots in days}
    known = cache.get_many(names)
    missing = {day for name, day in names.items() if name not in known}
    fresh = dict(_estimates(missing, since, until))
    cache.set_many({name: fresh[day] for name, day in names.items() if day in fresh}, KEEP_READERS_SECONDS)
    return {day: fresh[day] if day in fresh else known[name] for name, day in names.items()}


def _edge(day: date, since: datetime | None, until: datetime | None) -> bool:
    """Whether the span cuts through the day, so that its number is not the whole day's."""
    begin, end = clock.day_bounds(day)
    return bool((since and begin < since) or (until and until < end))


def _estimates(days: set[date], since: datetime | None, until: datetime | None) -> Iterator[tuple[date, int]]:
    if not days:
        return
    begin, end = clock.start_of_day(min(days)), clock.day_bounds(max(days))[1]
    hits = _hits(max(since, begin) if since else begin, min(until, end) if until else end).order_by("hour")
    slots = hits.values_list("hour", "sketch").iterator(chunk_size=1000)
    for day, group in groupby(slots, key=lambda slot: clock.shanghai_day(slot[0])):
        if day in days:
            yield day, round(sketch.estimate(bytes(one) for _hour, one in group))


def _hits(since: datetime | None, until: datetime | None, key: str = "") -> QuerySet[HourlyHits]:
    hits = HourlyHits.objects.all()
    if key:
        hits = hits.filter(object_key=key)
    if since is not None:
        hits = hits.filter(hour__gte=since)
    return hits if until is None else hits.filter(hour__lt=until)


def _ledger_row(entry: Entry) -> Row:
    correction = getattr(entry, "correction", None)
    return Row(
        entry.at, plain(entry.amount), entry.source_title or entry.source_key, entry.source_url, entry.source_key,
        entry.organisation.short_name if entry.organisation else "", entry.district.name if entry.district else "",
        reason=entry.reason or (correction.reason if correction else ""),
        is_corrected=correction is not None, is_correction=entry.is_correction, entry=entry, evidence=entry.evidence,
    )  # fmt: skip


def plain(amount: Decimal) -> int | Decimal:
    """An amount without needless decimals."""
    whole = int(amount)
    return whole if whole == amount else amount.normalize()


def months(figure: Figure) -> list[date]:
    """The first days of the months that have rows, newest first."""
    found: dict[str, Any]
    if figure.source is Source.LEDGER:
        found = Entry.objects.filter(metric=figure.code).aggregate(first=Min("at"), last=Max("at"))
    elif figure.source is Source.STATE:
        first_day = states.get(figure.code).first_day()
        found = {"first": first_day and clock.start_of_day(first_day), "last": clock.now()}
    else:
        found = HourlyHits.objects.aggregate(first=Min("hour"), last=Max("hour"))
    if not found["first"]:
        return []
    first, month = clock.shanghai_day(found["first"]).replace(day=1), clock.shanghai_day(found["last"]).replace(day=1)
    span = []
    while month >= first:
        span.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return span

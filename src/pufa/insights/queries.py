"""The figures' values, each with the address of the rows it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from pufa.insights import figures as definitions
from pufa.insights import rows
from pufa.insights.figures import Figure, Source
from pufa.lib import clock
from pufa.reach import queries as reach_queries
from pufa.reach import states
from pufa.reach.hits import counts
from pufa.reach.metrics import Move, Words


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure's value at the moment `as_of`; `url` leads to its rows."""

    code: str
    label: Words
    value: int | Decimal
    unit: Words
    as_of: datetime
    url: str
    note: Words
    move: Move


def figures(
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    now: datetime | None = None,
) -> list[FigureValue]:
    """All figures from `since` up to but without `until` (None: without bound), corrections taken off.

    A state, such as followers, is what it is at the end of the span.

    Readers are slow when asked for the first time, 30 µs for each object and hour, and quick afterwards.
    """
    moment = now or clock.now()
    as_of = min(until, moment) if until else moment
    ledger = reach_queries.totals(since, until)
    return [
        FigureValue(
            figure.code, figure.label, _value(figure, since, until, ledger), figure.unit, as_of,
            rows_url(figure.code, since, until), figure.note, figure.move,
        )
        for figure in definitions.registered()
    ]  # fmt: skip


def value(figure: Figure, asked: rows.Asked) -> int | Decimal:
    """What the rows asked for add up to, asked as one sum."""
    if figure.source is Source.LEDGER:
        return rows.plain(reach_queries.total(figure.code, **asked.ledger()))
    if figure.source is Source.STATE:
        return states.get(figure.code).total(rows.day_of(asked), organisation=asked.organisation, key=asked.key)
    if figure.source is Source.READS:
        return counts.total(asked.keys(), asked.since, asked.until)
    return sum(rows.readers_by_day(asked.since, asked.until).values())


def rows_url(code: str, since: datetime | None = None, until: datetime | None = None) -> str:
    """Where a figure's rows of a span stand, in whole days."""
    days = {}
    if since:
        days["since"] = clock.shanghai_day(since).isoformat()
    if until:
        days["until"] = clock.shanghai_day(until - timedelta(microseconds=1)).isoformat()
    query = f"?{urlencode(days)}" if days else ""
    return reverse("insights:rows", args=[code]) + query


def _value(
    figure: Figure, since: datetime | None, until: datetime | None, ledger: Mapping[str, Decimal]
) -> int | Decimal:
    if figure.source is Source.LEDGER:
        return rows.plain(ledger.get(figure.code, Decimal(0)))
    return value(figure, rows.Asked(since=since, until=until))

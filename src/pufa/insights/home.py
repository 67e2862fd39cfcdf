"""This year's figures on the desk's first page."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from pufa.accounts.models import Organisation, User
from pufa.insights import figures as definitions
from pufa.insights import pages, queries, rows
from pufa.lib import clock
from pufa.reach import queries as reach_queries
from pufa.reach import states
from pufa.review import queries as review_queries


def context(person: User) -> dict[str, Any]:
    """The programme's figures since 1 January, each leading to its rows; for people of a unit also the unit's own."""
    span = pages.this_year()
    since = clock.start_of_day(clock.today().replace(month=1, day=1))
    values = queries.figures(since)
    unit = None if review_queries.works_on_texts(person) else person.organisation
    return {
        "figures": pages.as_parts(values, desk=True),
        "as_of": values[0].as_of,
        "is_empty": not any(one.value for one in values),
        "file_url": f"{reverse('insights_desk:file')}?{urlencode(span)}",
        "unit": unit,
        "unit_figures": _of_unit(unit, since) if unit else [],
    }


def _of_unit(unit: Organisation, since: datetime) -> list[dict[str, Any]]:
    """What the ledger holds of one unit this year, and its states today; what is nought is left out."""
    sums: dict[str, Decimal] = dict(reach_queries.totals(since, organisation=unit))
    sums |= {one.code: Decimal(one.total(clock.today(), organisation=unit)) for one in states.registered()}
    query = urlencode({"since": since.date().isoformat(), "organisation": unit.pk})
    return [
        {
            "amount": rows.plain(sums[figure.code]),
            "unit": figure.unit,
            "name": figure.label,
            "url": f"{reverse('insights_desk:rows', args=[figure.code])}?{query}",
        }
        for figure in definitions.registered()
        if sums.get(figure.code)
    ]

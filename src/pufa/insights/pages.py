"""What the pages of figures show, gathered for their templates."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.insights import figures as definitions
from pufa.insights import queries, rows
from pufa.lib import clock
from pufa.reach.metrics import Move

PER_PAGE = 50


def as_parts(values: list[queries.FigureValue], *, desk: bool = False) -> list[dict[str, Any]]:
    """Figures as the part `ui/parts/figure.html` wants them; at the desk they lead to the desk's rows."""
    public, room = reverse("insights:figures"), reverse("insights_desk:figures")
    return [
        {
            "amount": one.value,
            "unit": one.unit,
            "name": one.label,
            "url": one.url.replace(public, room, 1) if desk else one.url,
        }
        for one in values
    ]


def by_move(values: list[queries.FigureValue], *, desk: bool = False) -> list[dict[str, Any]]:
    """The figures in groups, one for each move of the programme that has any: its name, what it is, its figures."""
    names = {
        Move.HEART: (_("One heart"), _("Brands, series and pieces: written once, reviewed three times.")),
        Move.NET: (_("One net"), _("Accounts of the leading media and the departments, and what they carried on.")),
        Move.MILE: (_("The last mile"), _("Face to face: in villages, squares, schools and halls.")),
        Move.READING: (_("Who read it"), _("Counted without knowing who anybody is.")),
    }
    groups = ((names[move], [one for one in values if one.move is move]) for move in Move)
    return [{"name": name, "text": text, "figures": as_parts(some, desk=desk)} for (name, text), some in groups if some]


def rows_context(data: QueryDict, figure: definitions.Figure, asked: rows.Asked) -> dict[str, Any]:
    """What a page of rows shows: what they add up to, and one page of them."""
    page = Paginator(rows.find(figure, asked), PER_PAGE).get_page(data.get("page"))
    kept = data.copy()
    kept.pop("page", None)
    return {
        "figure": figure,
        "page": page,
        "rows": rows.present(figure, page.object_list),
        "total": queries.value(figure, asked),
        "query": f"{kept.urlencode()}&" if kept else "",
        "as_of": clock.now(),
        "is_ledger": figure.source is definitions.Source.LEDGER,
        "has_objects": figure.source is not definitions.Source.READERS,
    }


def saved_spans(path: str, since: object, until: object) -> list[dict[str, Any]]:
    """Spans of days somebody asks for again and again, as links."""
    today = clock.today()
    year, month = today.replace(month=1, day=1), today.replace(day=1)
    before = (year - timedelta(days=1)).replace(month=1, day=1)
    spans: list[tuple[str, date, date]] = [
        (_("This year"), year, today),
        (_("This month"), month, today),
        (_("Last 30 days"), today - timedelta(days=29), today),
        (_("Last year"), before, year - timedelta(days=1)),
    ]
    all_time = {"label": _("All time"), "url": f"{path}?since=&until=", "current": not since and not until}
    links = [
        {
            "label": label,
            "url": f"{path}?since={first}&until={last}",
            "current": (since, until) == (first.isoformat(), last.isoformat()),
        }
        for label, first, last in spans
    ]
    return [*links, all_time]


def this_year() -> dict[str, str]:
    """The first day of this year and today, as a form wants them."""
    today = clock.today()
    return {"since": today.replace(month=1, day=1).isoformat(), "until": today.isoformat()}

"""Activities for programs: calendar events, a JSON feed, open data."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from pufa.events import queries
from pufa.events.models import Activity, State
from pufa.lib import clock
from pufa.lib.icalendar import Event

COLUMNS: Final = (
    "id", "title", "form", "unit", "district_code", "district", "place", "day", "people", "counting", "theme_day",
    "campaign", "url",
)  # fmt: skip
MOST: Final = 100


def event(one: Activity) -> Event:
    """An activity as an event of a calendar."""
    base = settings.BASE_URL.rstrip("/")
    host = base.partition("://")[2].partition(":")[0] or "pufa"
    return Event(
        f"{one.key}@{host}", one.title, one.starts_at, one.ends_at, f"{one.district} {one.place}", one.about,
        base + one.get_absolute_url(), one.state == State.CALLED_OFF,
    )  # fmt: skip


def coming() -> dict[str, Any]:
    """What is announced, as a JSON feed (jsonfeed.org 1.1)."""
    base = settings.BASE_URL.rstrip("/")
    items = [
        {
            "id": one.key, "url": base + one.get_absolute_url(), "title": one.title,
            "content_text": f"{_when(one)} {one.district} {one.place}\n{one.about}",
            "date_published": one.created_at.isoformat(),
            "_activity": {
                "starts_at": one.starts_at.isoformat(), "place": one.place, "district": one.district.name,
                "seats_left": one.seats_left(),
            },
        }
        for one in queries.coming(clock.now())[:MOST]
    ]  # fmt: skip
    return {
        "version": "https://jsonfeed.org/version/1.1", "title": _("Activities"), "home_page_url": f"{base}/activities/",
        "feed_url": f"{base}/activities/feed.json", "language": "zh-CN", "items": items,
    }  # fmt: skip


def _when(one: Activity) -> str:
    return f"{clock.in_shanghai(one.starts_at):%Y-%m-%d %H:%M}"


def rows(found: Iterable[Activity]) -> Iterator[dict[str, Any]]:
    """Recorded activities as open data; COLUMNS in order."""
    base = settings.BASE_URL.rstrip("/")
    for one in found:
        day = one.theme_day
        told = (
            one.pk, one.title, str(one.get_form_display()), one.organisation.name, one.district.code, one.district.name,
            one.place, clock.shanghai_day(one.starts_at).isoformat(), one.people, str(one.get_counting_display()),
            day.name if day else "", day.campaign.name if day else "", base + one.get_absolute_url(),
        )  # fmt: skip
        yield dict(zip(COLUMNS, told, strict=True))


def json_lines(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A JSON array, one row a line."""
    yield "["
    for number, row in enumerate(found):
        yield ("\n" if number == 0 else ",\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]\n"

"""Activities in the site's one search box."""

from typing import Final

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from pufa.events import queries
from pufa.events.models import State
from pufa.lib import clock
from pufa.ui import searching


def find(question: str, start: int, count: int) -> searching.Found:
    """Activities whose title, place or district holds all words asked for; those to come first."""
    words = [word for word in question.split() if word][:6]
    found = queries.public().exclude(state=State.CALLED_OFF)
    for word in words:
        found = found.filter(Q(title__icontains=word) | Q(place__icontains=word) | Q(district__name__icontains=word))
    if not words:
        found = found.none()
    is_past = Case(When(starts_at__gt=clock.now(), then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = found.order_by(is_past, "-starts_at", "pk")[start : start + count]
    shown = tuple(
        searching.Row(one.title, one.get_absolute_url(), f"{one.district} · {one.place}", one.organisation.short_name,
                      one.starts_at)
        for one in rows
    )  # fmt: skip
    return searching.Found(found.count(), shown)


ROOM: Final = searching.Room("activities", _("Activities"), 40, find=find)

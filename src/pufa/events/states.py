"""How many theme days the programme has held: a state, counted from the activities recorded on them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.accounts.models import Organisation
from pufa.events.models import Activity, State, ThemeDay
from pufa.lib import clock
from pufa.reach import metrics, states


def rows(on: date, *, organisation: Organisation | None = None, key: str = "") -> Sequence[states.StateRow]:
    """Each theme with its last day that had a recorded activity: one 校园日 in three years is one theme."""
    days = ThemeDay.objects.filter(day__lte=on, activities__state=State.RECORDED).select_related("campaign", "lead")
    if organisation is not None:
        days = days.filter(activities__organisation=organisation)
    last = {one.name: one for one in days.distinct().order_by("day", "pk")}
    found = [
        states.StateRow(one.day, 1, one.key, str(one), one.get_absolute_url(), one.lead.short_name if one.lead else "")
        for one in last.values()
    ]
    return [row for row in found if not key or row.key == key]


def total(on: date, *, organisation: Organisation | None = None, key: str = "") -> int:
    """How many themes had a day."""
    return len(rows(on, organisation=organisation, key=key))


def first_day() -> date | None:
    """The day of the first recorded activity of a theme day."""
    found = Activity.objects.filter(state=State.RECORDED, theme_day__isnull=False).order_by("starts_at").first()
    return clock.shanghai_day(found.starts_at) if found else None


THEME_DAYS: Final = states.State(
    "theme_days",
    _("Theme days"),
    pgettext_lazy("unit", "theme days"),
    _("Themes that had at least one recorded activity on their day; the same theme in several years is one."),
    total,
    rows,
    first_day,
    metrics.Move.MILE,
)

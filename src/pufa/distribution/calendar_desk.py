"""What stands on the calendar's pages: a month of weeks, one week, or a list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pufa.accounts.models import Role, User
from pufa.distribution.models import CalendarDay
from pufa.distribution.queries import calendar, slots
from pufa.distribution.queries.calendar import KINDS, Entry, Special
from pufa.lib import clock
from pufa.matrix.models import Account, Platform
from pufa.matrix.queries import register

Context = dict[str, Any]
VIEWS: Final = {
    "month": pgettext_lazy("calendar", "Month"),
    "week": pgettext_lazy("calendar", "Week"),
    "list": pgettext_lazy("calendar", "List"),
}
KIND_LABELS: Final = {
    "publication": gettext_lazy("Coming out"),
    "sending": gettext_lazy("Sendings"),
    "forwarding": gettext_lazy("Forwarding due"),
}
Free = dict[date, tuple[int, int]]
LIST_DAYS: Final = 42
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Day:
    """One day with what stands in it."""

    date: date
    entries: list[Entry]
    specials: list[Special]
    is_today: bool
    is_other: bool
    slots: tuple[int, int] | None = None  # free ones to come, and all

    @property
    def is_free(self) -> bool:
        """Whether nothing stands in it."""
        return not self.entries and not self.specials

    @property
    def is_off(self) -> bool:
        """Whether offices rest: a weekend or holiday, unless worked in exchange."""
        kinds = {one.day.kind for one in self.specials}
        if CalendarDay.Kind.WORKDAY in kinds:
            return False
        return CalendarDay.Kind.HOLIDAY in kinds or self.date.weekday() >= clock.SATURDAY


def calendar_page(person: User, asked: Any) -> Context:
    """The calendar; `asked` are the words of the address: view, day, kind (several)."""
    view = asked.get("view", "month") if asked.get("view", "month") in VIEWS else "month"
    today = clock.today()
    day = _day(asked.get("day", ""), today)
    kinds = tuple(kind for kind in KINDS if kind in asked.getlist("kind")) or KINDS
    first, last = _span(view, day)
    days = calendar.special_days(first, last)
    found = calendar.with_holidays(calendar.entries(person, first, last, kinds=kinds), days)
    free = slots.free_by_day(register.visible_to(person), first, last, now=clock.now()) if view != "list" else {}
    cells = _cells(first, last, found, days, today, free, day.month if view == "month" else 0)
    before, after = _neighbours(view, day)
    return {
        "title": _("Calendar"),
        "subtitle": _heading(view, day, first, last),
        "view": view,
        "day": day,
        "today": today,
        "before": before,
        "after": after,
        "views": [{"name": name, "label": label} for name, label in VIEWS.items()],
        "kinds": [{"name": kind, "label": KIND_LABELS[kind], "is_on": kind in kinds} for kind in KINDS],
        "kept": "".join(f"&kind={kind}" for kind in kinds) if len(kinds) < len(KINDS) else "",
        "weeks": [cells[start : start + 7] for start in range(0, len(cells), 7)],
        "days": cells,
        "clashes": [one for one in found if one.clash],
        "movable": [one for one in found if one.is_movable],
        "is_office": person.has_role(Role.OFFICE),
        "has_feed": calendar.has_feed(person),
    }


def feed_page(person: User, token: str) -> Context:
    """A person's calendar address; the secret is shown once, when it is made."""
    path = reverse("calendar_feed:ics", args=[token]) if token else ""
    return {
        "title": _("Calendar in your own program"),
        "subtitle": _("A secret address; whoever knows it can read your calendar."),
        "crumbs": crumbs((_("Own program"), "")),
        "address": settings.BASE_URL.rstrip("/") + path if path else "",
        "has_feed": calendar.has_feed(person),
    }


def slots_page(form: Any, platform: str) -> Context:
    """The times accounts keep, by kind of unit; `platform` (a code) shows those of one platform only."""
    accounts = Account.objects.registered().whole().order_by("sector", "organisation__code", "platform__position", "pk")
    if platform:
        accounts = accounts.filter(platform__code=platform)
    kept = {row.account_id: row for row in slots.kept()}
    chosen = set(form.data.getlist("accounts")) if form.is_bound else set()
    groups = [
        (sector.label, [(one, kept.get(one.pk), str(one.pk) in chosen) for one in members])
        for sector, members in register.by_sector(accounts)
    ]
    return {
        "title": _("Posting times"),
        "subtitle": _("Sendings “in their own times” wait for the next free one of each account."),
        "crumbs": crumbs((_("Posting times"), "")),
        "form": form,
        "groups": groups,
        "platforms": Platform.objects.filter(accounts__in=Account.objects.registered()).distinct(),
        "platform": platform,
    }


def days_page(person: User) -> Context:
    """All theme days and holidays."""
    return {
        "title": _("Theme days and holidays"),
        "subtitle": _("Kept by the office; holidays of a year are compared with its announcement."),
        "crumbs": crumbs((_("Days"), "")),
        "days": CalendarDay.objects.order_by("-is_yearly", "first"),
        "is_office": person.has_role(Role.OFFICE),
    }


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way here, from the calendar on."""
    first = (_("Calendar"), reverse("calendar:calendar"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if FIRST_YEAR <= day.year < LAST_YEAR else today


def _span(view: str, day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    if view == "week":
        return monday, monday + timedelta(days=6)
    if view == "list":
        return day, day + timedelta(days=LIST_DAYS - 1)
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def _neighbours(view: str, day: date) -> tuple[date, date]:
    if view == "month":
        first = day.replace(day=1)
        return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)
    step = timedelta(days=7 if view == "week" else LIST_DAYS)
    return day - step, day + step


def _heading(view: str, day: date, first: date, last: date) -> str:
    if view == "month":
        return _("%(month)d/%(year)d") % {"month": day.month, "year": day.year}
    words = {"month": first.month, "day": first.day, "last_month": last.month, "last_day": last.day}
    return _("%(month)d/%(day)d – %(last_month)d/%(last_day)d") % words


def _cells(
    first: date, last: date, found: list[Entry], days: list[Special], today: date, free: Free, month: int
) -> list[Day]:
    by_day: dict[date, list[Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.at.date(), []).append(entry)
    dates = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        Day(
            one,
            by_day.get(one, []),
            [special for special in days if special.first <= one <= special.last],
            is_today=one == today,
            is_other=bool(month) and one.month != month,
            slots=free.get(one),
        )
        for one in dates
    ]

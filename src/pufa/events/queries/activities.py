"""Lists of activities, doubles among them, and how many there are where."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum

from pufa.accounts.models import District
from pufa.events.models import Activity, Picture, State
from pufa.lib import clock, pictures

PUBLIC: Final = (State.PLANNED, State.RECORDED, State.CALLED_OFF)
SAME_PICTURE: Final = 6  # of 64 places of the fingerprint


def whole(found: QuerySet[Activity]) -> QuerySet[Activity]:
    """With unit, district and theme day loaded."""
    return found.select_related("organisation", "district", "theme_day__campaign")


def sifted(found: QuerySet[Activity], told: dict[str, Any]) -> QuerySet[Activity]:
    """Those that fit: q, state, form, district (code), month (2026 or 2026-11), theme_day, unit; empty: all."""
    told = {name: value.replace("\x00", "") if isinstance(value, str) else value for name, value in told.items()}
    if words := told.get("q"):
        named = Q(title__icontains=words) | Q(place__icontains=words)
        found = found.filter(named | Q(organisation__short_name__icontains=words))
    for name, field in (("state", "state"), ("form", "form"), ("district", "district__code"), ("unit", "organisation")):
        if told.get(name):
            found = found.filter(**{field: told[name]})
    if told.get("theme_day"):
        found = found.filter(theme_day=told["theme_day"])
    if span := month_span(told.get("month", "")):
        found = found.filter(starts_at__gte=span[0], starts_at__lt=span[1])
    return found


def month_span(text: str) -> tuple[datetime, datetime] | None:
    """Begin and end of a month (2026-11) or a year (2026); None for anything else."""
    try:
        parts = [int(part) for part in text.split("-")]
        first = date(parts[0], parts[1] if len(parts) == 2 else 1, 1)
    except (ValueError, IndexError, OverflowError):
        return None
    if not clock.FIRST_DAY <= first < date(2900, 1, 1) or len(parts) > 2:
        return None
    last = date(first.year + 1, 1, 1) if len(parts) == 1 else (first + timedelta(days=32)).replace(day=1)
    return clock.start_of_day(first), clock.start_of_day(last)


def public() -> QuerySet[Activity]:
    """What everybody may see: announced, called off and recorded ones."""
    return whole(Activity.objects.filter(state__in=PUBLIC))


def coming(now: datetime) -> QuerySet[Activity]:
    """Announced ones that have not begun, the next first."""
    return whole(Activity.objects.filter(state=State.PLANNED, starts_at__gt=now)).order_by("starts_at", "pk")


def to_record(now: datetime) -> QuerySet[Activity]:
    """Announced ones that are over and wait for their result sheet, the oldest first."""
    return whole(Activity.objects.filter(state=State.PLANNED, starts_at__lte=now)).order_by("starts_at", "pk")


def doubles(activity: Activity) -> list[Activity]:
    """Others of the same unit, day and place, or with the same picture, which nobody found to be different."""
    if activity.is_another:
        return []
    others = whole(Activity.objects.exclude(pk=activity.pk).exclude(state__in=(State.WITHDRAWN, State.CALLED_OFF)))
    found = {one.pk: one for one in others.filter(sameness=activity.sameness)[:20]}
    numbers = same_pictures(activity.pictures.all(), leave_out=activity.pk)
    found |= {one.pk: one for one in others.filter(pk__in=numbers)[:20]}
    return list(found.values())


def same_pictures(some: Iterable[Picture], *, leave_out: int) -> set[int]:
    """Which other activities have a picture that looks like one of these."""
    mine = [one.fingerprint for one in some]
    if not mine:
        return set()
    others = Picture.objects.exclude(activity=leave_out).values_list("fingerprint", "activity")
    return {
        activity
        for print_, activity in others.iterator(chunk_size=5000)
        if any((far := pictures.distance(print_, own)) is not None and far <= SAME_PICTURE for own in mine)
    }


def by_district(found: QuerySet[Activity]) -> list[tuple[District, int, int]]:
    """Every district below the city with how many activities there are and how many people they reached."""
    rows = found.order_by().values("district").annotate(count=Count("pk"), people=Sum("people"))
    counted = {row["district"]: (row["count"], row["people"] or 0) for row in rows}
    districts = District.objects.filter(Q(parent__isnull=False) | Q(pk__in=counted))
    return [(one, *counted.get(one.pk, (0, 0))) for one in districts.order_by("code")]


def months() -> list[date]:
    """The months in which there is any public activity, the newest first."""
    return list(Activity.objects.filter(state__in=PUBLIC).dates("starts_at", "month", order="DESC"))

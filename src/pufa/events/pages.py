"""What the public pages of activities show, gathered for their templates."""

from typing import Any, Final

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count, Q, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.events import handouts, queries
from pufa.events.forms import PublicFilter
from pufa.events.models import Activity, Campaign, State, ThemeDay
from pufa.lib import clock

Context = dict[str, Any]
COLUMNS: Final = 4


def crumbs(*names: str) -> list[Context]:
    """The way here."""
    rooms = {"label": _("Activities"), "url": reverse("events:activities")}
    way: list[Context] = [{"label": _("Home"), "url": "/"}, rooms, *({"label": name} for name in names)]
    if not names:
        rooms.pop("url")
    return way


def activity_row(one: Activity) -> Context:
    """An activity as `ui/parts/activity.html` wants it."""
    left = one.seats_left()
    state = "free"
    if one.state == State.CALLED_OFF:
        state = "cancelled"
    elif one.is_over():
        state = "over"
    elif one.takes_sign_ups():
        state = "open" if left is None or left else "full"
    return {
        "title": one.title, "url": one.get_absolute_url(), "starts_at": clock.in_shanghai(one.starts_at),
        "place": f"{one.district} · {one.place}", "state": state, "seats": left if left is not None else "",
        "sign_up_url": f"{one.get_absolute_url()}#sign-up",
    }  # fmt: skip


def listing(data: QueryDict, page: Page[Activity], coming: list[Context]) -> Context:
    """The list with its filter."""
    kept = data.copy()
    kept.pop("page", None)
    query = f"{kept.urlencode()}&" if kept else ""
    return {
        "page_title": _("Activities"), "page_about": _("Come by: talks, stalls and shows, free, in every district."),
        "crumbs": crumbs(), "form": PublicFilter(data, queries.months()), "coming": coming, "page": page,
        "query": query,
        "campaigns": list(Campaign.objects.all()[:3]), "is_sifted": bool(query),
    }  # fmt: skip


def activity(one: Activity) -> Context:
    """One activity."""
    return {
        "one": one, "row": activity_row(one), "page_title": one.title, "crumbs": crumbs(one.title),
        "handed": sum(move.count for move in handouts.standing(one)) if one.state == State.RECORDED else 0,
        "pictures": list(one.pictures.all()) if one.state == State.RECORDED else [],
        "starts_at": clock.in_shanghai(one.starts_at),
        "address": settings.BASE_URL.rstrip("/") + one.get_absolute_url(),
    }  # fmt: skip


def campaign(one: Campaign) -> Context:
    """A campaign: countdown or outcome, its days."""
    today = clock.today()
    done = Count("activities", filter=Q(activities__state=State.RECORDED))
    planned = Count("activities", filter=Q(activities__state=State.PLANNED))
    people = Sum("activities__people", filter=Q(activities__state=State.RECORDED))
    days = one.days.select_related("lead").annotate(done=done, planned=planned, people=people).order_by("day", "pk")
    return {
        "one": one, "days": list(days), "left": (one.first_day - today).days,
        "is_on": one.first_day <= today <= one.last_day,
        "page_title": one.name, "page_about": one.motto, "crumbs": crumbs(one.name),
    }  # fmt: skip


def theme_day(one: ThemeDay) -> Context:
    """A theme day: its activities, and what came of them."""
    found = queries.public().filter(theme_day=one).order_by("starts_at", "pk")
    done = one.activities.filter(state=State.RECORDED).aggregate(held=Count("pk"), people=Sum("people"))
    way = crumbs(one.campaign.name, one.name)
    way[-2]["url"] = one.campaign.get_absolute_url()
    return {
        "one": one, "rows": [activity_row(each) for each in found[:200]], "held": done["held"],
        "people": done["people"] or 0,
        "page_title": one.name, "page_about": one.motto or one.campaign.motto, "crumbs": way,
        "others": [each for each in one.campaign.days.all() if each.pk != one.pk],
    }  # fmt: skip


def district_map() -> Context:
    """Every district as a tile: how many activities took place there."""
    done = Activity.objects.filter(state=State.RECORDED)
    base = reverse("events:activities")
    tiles = [
        {"name": place.name, "url": f"{base}?district={place.code}", "count": count, "people": people}
        for place, count, people in queries.by_district(done)
        if place.parent_id or count
    ]  # fmt: skip
    return {
        "tiles": tiles, "columns": COLUMNS, "page_title": _("Activities by district"),
        "crumbs": crumbs(_("By district")),
        "page_about": _("Each tile is a district, in the order of its code. Nobody is ranked."),
    }  # fmt: skip

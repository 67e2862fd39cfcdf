"""Kits that are public, visits as listed, ratings added up."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from pufa.accounts.models import Role, User
from pufa.accounts.queries import people_with_role
from pufa.lectures.models import Kit, Rating, Visit, VisitState


def public_kits() -> QuerySet[Kit]:
    """Kits with an approved text that were not withdrawn."""
    return Kit.objects.filter(published__isnull=False).exclude(stage=Kit.Stage.WITHDRAWN)


def lecturers() -> QuerySet[User]:
    """Everybody who goes on visits."""
    return people_with_role(Role.LECTURER)


def sifted(found: QuerySet[Visit], told: dict[str, str]) -> QuerySet[Visit]:
    """Visits that fit: q, state, district (code), year."""
    if words := told.get("q"):
        named = Q(place__icontains=words) | Q(kit__title__icontains=words) | Q(lecturer__name__icontains=words)
        found = found.filter(named)
    if told.get("state"):
        found = found.filter(state=told["state"])
    if told.get("district"):
        found = found.filter(district__code=told["district"])
    return found


def ratings(visit: Visit) -> dict[int, int]:
    """How many slips said what: 3 good, 2 so so, 1 not good."""
    counted = dict(visit.ratings.values_list("smile").annotate(count=Count("pk")).order_by())
    return {smile.value: counted.get(smile.value, 0) for smile in Rating.Smile}


def roster() -> list[dict[str, Any]]:
    """Lecturers with their visits, by name; nobody is ranked."""
    done = Count("visits", filter=Q(visits__state=VisitState.RECORDED))
    planned = Count("visits", filter=Q(visits__state=VisitState.PLANNED))
    people = lecturers().select_related("organisation").annotate(done=done, planned=planned).order_by("name", "pk")
    return [{"person": one, "done": one.done, "planned": one.planned} for one in people]

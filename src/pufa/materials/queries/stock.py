"""What lies where, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet, Sum

from pufa.accounts.models import Organisation
from pufa.materials.models import Balance, Edition, Kind, Movement, Place


def stock(*, place: Place | None = None, edition: Edition | None = None) -> QuerySet[Balance]:
    """Balances that are not nought, with edition, title and store loaded."""
    found = Balance.objects.filter(count__gt=0).select_related("edition__title", "place__organisation")
    if place is not None:
        found = found.filter(place=place)
    if edition is not None:
        found = found.filter(edition=edition)
    return found.order_by("edition__title__name", "-edition__number", "place__name")


def on_hand(edition: Edition, place: Place) -> int:
    """How many copies of an edition lie in a store."""
    return Balance.objects.filter(edition=edition, place=place).values_list("count", flat=True).first() or 0


def places_of(organisation: Organisation) -> QuerySet[Place]:
    """The open stores of a unit."""
    return Place.objects.filter(organisation=organisation, is_closed=False).order_by("name")


def editions_at(place: Place) -> list[tuple[Edition, int]]:
    """The editions a store may hand out, each with how many lie there; by title, the newest first."""
    found = stock(place=place).exclude(edition__state=Edition.State.WITHDRAWN)
    return [(balance.edition, balance.count) for balance in found]


def movements(*, source_key: str = "") -> QuerySet[Movement]:
    """Movements, the newest first; those of one occasion if asked."""
    found = Movement.objects.select_related("edition__title", "from_place", "to_place")
    return found.filter(source_key=source_key) if source_key else found


def standing(source_key: str) -> list[Movement]:
    """What was handed out on an occasion and not taken back, in the order of recording."""
    found = movements(source_key=source_key).filter(kind=Kind.HANDED_OUT, reversal=None)
    return list(found.order_by("pk"))


def handed_out(edition: Edition, *, since: datetime | None = None, until: datetime | None = None) -> int:
    """Copies handed out from `since` up to but without `until`, what was taken back left off."""
    found = Movement.objects.filter(edition=edition, kind=Kind.HANDED_OUT, reversal=None)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found.aggregate(total=Sum("count"))["total"] or 0


def faults() -> Sequence[str]:
    """Stores whose balance is not what their movements add up to: none, unless somebody wrote past the triggers."""
    sums: dict[tuple[int, int], int] = {}
    for sign, name in ((-1, "from_place"), (1, "to_place")):
        rows = Movement.objects.exclude(**{name: None}).values_list("edition", name).annotate(total=Sum("count"))
        for edition, place, total in rows.order_by():
            sums[edition, place] = sums.get((edition, place), 0) + sign * total
    kept = {(one.edition_id, one.place_id): one.count for one in Balance.objects.all()}
    names = {one.pk: one.name for one in Place.objects.all()}
    return [
        f"{names[place]}: {kept.get((edition, place), 0)} ≠ {sums.get((edition, place), 0)}"
        for edition, place in sorted(sums.keys() | kept.keys())
        if sums.get((edition, place), 0) != kept.get((edition, place), 0)
    ]

"""Copies handed out on an activity: the one place that asks the stock of materials."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pufa.accounts.models import Organisation, User
from pufa.events.models import Activity
from pufa.materials import actions, queries
from pufa.materials.models import Edition, Movement, Place


@dataclass(frozen=True, slots=True)
class Handed:
    """So many copies of an edition out of a store."""

    edition: Edition
    place: Place
    count: int


def choices(organisation: Organisation) -> list[tuple[Place, Edition, int]]:
    """What a unit may hand out: store, edition, and how many copies lie there."""
    stores = queries.places_of(organisation)
    return [(place, edition, count) for place in stores for edition, count in queries.editions_at(place)]


def hand_out(activity: Activity, handed: Iterable[Handed], *, by: User | None, now: datetime) -> list[Movement]:
    """Takes the copies out of their stores in the name of an activity. Raises MaterialsError."""
    rows = [
        actions.Handing(
            one.edition, one.place, one.count, activity.starts_at, activity.key, activity.title,
            activity.get_absolute_url(), activity.district,
            f"{activity.key}:{activity.sheet}:{one.edition.pk}:{one.place.pk}",
        )
        for one in handed
        if one.count
    ]  # fmt: skip
    return actions.hand_out_many(rows, by=by, now=now)


def standing(activity: Activity) -> list[Movement]:
    """What was handed out on an activity and not taken back."""
    return queries.standing(activity.key)


def take_back(activity: Activity, reason: str, *, by: User | None, now: datetime) -> None:
    """Puts everything handed out on an activity back into its stores."""
    for movement in queries.standing(activity.key):
        actions.take_back(movement=movement, reason=reason, by=by, now=now)

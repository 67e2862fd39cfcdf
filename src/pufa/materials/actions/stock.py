"""Stores, and copies that come from the printer, change stores, are destroyed or found missing."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import District, Organisation, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.materials.actions import moving
from pufa.materials.actions.permissions import require_keeper, require_office, require_text
from pufa.materials.errors import MaterialsError
from pufa.materials.models import Edition, Kind, Movement, Place, PrintRun
from pufa.materials.queries import on_hand


def open_store(
    *,
    name: str,
    organisation: Organisation,
    by: User | None,
    district: District | None = None,
    address: str = "",
    now: datetime | None = None,
) -> Place:
    """Opens a store of a unit; the district defaults to the unit's. Raises NotAllowedError, MaterialsError: taken."""
    require_office(by)
    words = require_text(name, _("A store needs a name."))
    try:
        with transaction.atomic():
            place = Place.objects.create(
                name=words, organisation=organisation, district=district or organisation.district, address=address
            )
            audit_actions.record(by=by, verb="materials.store_opened", key=place.key, title=words, now=now)
    except IntegrityError as error:
        raise MaterialsError(_("There is a store of this name already."), code="taken") from error
    return place


def deliver(
    *, run: PrintRun, place: Place, count: int, at: datetime, by: User | None, now: datetime | None = None
) -> Movement:
    """Copies of a run arrive at a store. Raises NotAllowedError, MaterialsError: bad_count, bad_day, over_printed."""
    require_office(by)
    moment = now or clock.now()
    movement = moving.made(
        kind=Kind.DELIVERED, edition=run.edition, run=run, count=count, at=at, now=moment, by=by, to_place=place
    )
    return _written(movement, by, moment)


def move(
    *,
    edition: Edition,
    origin: Place,
    target: Place,
    count: int,
    at: datetime,
    by: User | None,
    source_key: str = "",
    source_title: str = "",
    now: datetime | None = None,
) -> Movement:
    """Copies change stores. Raises NotAllowedError, MaterialsError: bad_count, bad_day, same_place, too_few."""
    require_keeper(by, origin)
    if origin.pk == target.pk:
        raise MaterialsError(_("From and to are the same store."), code="same_place")
    moment = now or clock.now()
    movement = moving.made(
        kind=Kind.MOVED, edition=edition, count=count, at=at, now=moment, by=by, from_place=origin, to_place=target,
        source_key=source_key, source_title=source_title[:300],
    )  # fmt: skip
    return _written(movement, by, moment)


def destroy(
    *, edition: Edition, place: Place, count: int, at: datetime, reason: str, by: User | None,
    now: datetime | None = None,
) -> Movement:  # fmt: skip
    """Copies are lost or destroyed. Raises NotAllowedError, MaterialsError: bad_count, bad_day, too_few, no_reason."""
    require_keeper(by, place)
    words, moment = require_text(reason, _("Say what became of the copies.")), now or clock.now()
    movement = moving.made(
        kind=Kind.DESTROYED, edition=edition, count=count, at=at, now=moment, by=by, from_place=place, reason=words
    )
    return _written(movement, by, moment)


def settle_count(
    *, place: Place, counted: Mapping[Edition, int], reason: str, by: User | None, now: datetime | None = None
) -> list[Movement]:
    """A stocktake: what was counted becomes the stock; each difference is a movement. All of it or nothing.

    Raises NotAllowedError, MaterialsError: bad_count, no_reason.
    """
    require_keeper(by, place)
    words, moment = require_text(reason, _("Say who counted and when.")), now or clock.now()
    if any(isinstance(count, bool) or not 0 <= count <= moving.MOST for count in counted.values()):
        raise MaterialsError(_("The number of copies must be a whole number, nought or above."), code="bad_count")
    written: list[Movement] = []
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=place.pk)
        for edition, count in counted.items():
            difference = count - on_hand(edition, place)
            if difference:
                side = {"to_place": place} if difference > 0 else {"from_place": place}
                movement = moving.made(
                    kind=Kind.SURPLUS if difference > 0 else Kind.MISSING, edition=edition, count=abs(difference),
                    at=moment, now=moment, by=by, reason=words, **side,
                )  # fmt: skip
                written.append(_written(movement, by, moment))
    return written


def _written(movement: Movement, by: User | None, now: datetime) -> Movement:
    with transaction.atomic():
        moving.write(movement)
        place = movement.from_place or movement.to_place
        detail = {"movement": movement.pk, "count": movement.count, "edition": movement.edition_id}
        key = place.key if place is not None else movement.key
        verb = f"materials.{movement.kind}"
        audit_actions.record(by=by, verb=verb, key=key, title=str(movement.edition), detail=detail, now=now)
    return movement

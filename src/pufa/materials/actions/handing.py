"""Handing copies out to people, and taking a wrong record of it back: stock and ledger in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import District, User
from pufa.lib import clock
from pufa.materials.actions import moving
from pufa.materials.actions.permissions import require_keeper, require_text
from pufa.materials.errors import MaterialsError
from pufa.materials.metrics import HANDED_OUT
from pufa.materials.models import Edition, Kind, Movement, Place
from pufa.reach import actions as reach_actions
from pufa.reach.models import Entry


@dataclass(frozen=True, slots=True)
class Handing:
    """Copies of an edition handed out from a store on an occasion (`source_key` such as `activity:12`)."""

    edition: Edition
    place: Place
    count: int
    at: datetime
    source_key: str
    source_title: str = ""
    source_url: str = ""
    district: District | None = None
    idempotency_key: str | None = None


def hand_out(
    *,
    edition: Edition,
    place: Place,
    count: int,
    at: datetime,
    source_key: str,
    by: User | None,
    source_title: str = "",
    source_url: str = "",
    district: District | None = None,
    idempotency_key: str | None = None,
    now: datetime | None = None,
) -> Movement:
    """Takes copies out of a store and counts them as handed out; the district defaults to the store's.

    A second call with the same idempotency key gives the first movement, if it says the same. Raises NotAllowedError,
    MaterialsError: bad_count, bad_day, no_such_thing, too_few, withdrawn, replay_differs.
    """
    handing = Handing(edition, place, count, at, source_key, source_title, source_url, district, idempotency_key)
    with transaction.atomic():
        return _hand_out(handing, by, now or clock.now())


def hand_out_many(rows: Iterable[Handing], *, by: User | None, now: datetime | None = None) -> list[Movement]:
    """All of them or none, in their order. Raises as `hand_out`."""
    moment = now or clock.now()
    with transaction.atomic():
        return [_hand_out(row, by, moment) for row in rows]


def take_back(*, movement: Movement, reason: str, by: User | None, now: datetime | None = None) -> Movement:
    """Takes a record of handing out back: the copies lie in their store again, the ledger gets its counter-entry.

    Raises NotAllowedError, MaterialsError: no_reason, wrong_state, already_taken_back.
    """
    if movement.kind != Kind.HANDED_OUT or movement.from_place is None:
        raise MaterialsError(_("Only what was handed out can be taken back, whole and once."), code="wrong_state")
    require_keeper(by, movement.from_place)
    words, moment = require_text(reason, _("Say why it is taken back.")), now or clock.now()
    with transaction.atomic():
        back = moving.made(
            kind=Kind.TAKEN_BACK, edition=movement.edition, count=movement.count, at=movement.at, now=moment, by=by,
            to_place=movement.from_place, reverses=movement, reason=words, source_key=movement.source_key,
            source_title=movement.source_title, source_url=movement.source_url,
        )  # fmt: skip
        if Movement.objects.filter(reverses=movement).exists():
            raise MaterialsError(_("This was taken back already."), code="already_taken_back")
        entry = Entry.objects.get(pk=movement.ledger_entry or 0)
        back.ledger_entry = reach_actions.correct(entry=entry, reason=words, by=by, now=moment).pk
        return moving.write(back)


def _hand_out(row: Handing, by: User | None, now: datetime) -> Movement:
    require_keeper(by, row.place)
    known = Movement.objects.filter(idempotency_key=row.idempotency_key).first() if row.idempotency_key else None
    if known is not None:
        return _same(known, row)
    if Edition.objects.filter(pk=row.edition.pk, state=Edition.State.WITHDRAWN).exists():
        words = _("%s is withdrawn and must not be handed out.") % row.edition
        raise MaterialsError(words, code="withdrawn")
    if not row.source_key:
        raise MaterialsError(_("Say on which occasion the copies were handed out."), code="no_such_thing")
    movement = moving.made(
        kind=Kind.HANDED_OUT, edition=row.edition, count=row.count, at=row.at, now=now, by=by, from_place=row.place,
        source_key=row.source_key, source_title=row.source_title[:300], source_url=row.source_url[:500],
        idempotency_key=row.idempotency_key,
    )  # fmt: skip
    movement.ledger_entry = _enter(row, by, now).pk
    return moving.write(movement)


def _enter(row: Handing, by: User | None, now: datetime) -> Entry:
    """One entry of the ledger, entered before the movement so that the movement, written once, can name it."""
    return reach_actions.record(
        metric=HANDED_OUT,
        amount=row.count,
        at=row.at,
        source_key=row.source_key,
        source_title=row.source_title,
        source_url=row.source_url,
        organisation=row.place.organisation,
        district=row.district or row.place.district,
        evidence={"note": f"{row.edition}，{row.place.name}"},
        idempotency_key=f"handed-out:{row.idempotency_key}" if row.idempotency_key else None,
        by=by,
        now=now,
    )


def _same(known: Movement, row: Handing) -> Movement:
    told = (known.edition_id, known.from_place_id, known.count, known.at, known.source_key)
    if told != (row.edition.pk, row.place.pk, row.count, row.at, row.source_key):
        raise MaterialsError(_("This was recorded before with other content."), code="replay_differs")
    return known

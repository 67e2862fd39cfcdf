"""Orders of units: asked for, approved, handed over, received."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.materials.actions import moving, stock
from pufa.materials.actions.permissions import require_keeper, require_office, require_text
from pufa.materials.errors import MaterialsError
from pufa.materials.models import Edition, Kind, Order, Place


def ask(
    *, edition: Edition, place: Place, count: int, by: User | None, purpose: str = "", now: datetime | None = None
) -> Order:
    """A unit asks for copies. Raises NotAllowedError, MaterialsError: bad_count, withdrawn."""
    require_keeper(by, place)
    moment = now or clock.now()
    moving.made(kind=Kind.MOVED, edition=edition, count=count, at=moment, now=moment, by=by)  # checks the number
    if edition.is_withdrawn:
        raise MaterialsError(_("%s is withdrawn and must not be handed out.") % edition, code="withdrawn")
    with transaction.atomic():
        order = Order.objects.create(
            edition=edition, place=place, count=count, purpose=purpose[:200], asked_by=by, asked_at=moment
        )
        _tell(order, "materials.order_asked", by, moment, count=count)
    return order


def approve(*, order: Order, count: int, by: User | None, now: datetime | None = None) -> Order:
    """The office grants some or all copies. Raises NotAllowedError, MaterialsError: bad_count, wrong_state."""
    require_office(by)
    if isinstance(count, bool) or not 0 < count <= order.count:
        words = _("Grant at least one copy and no more than were asked for (%d).") % order.count
        raise MaterialsError(words, code="bad_count")
    return _step(order, Order.State.APPROVED, by, now, approved=count)


def refuse(*, order: Order, reason: str, by: User | None, now: datetime | None = None) -> Order:
    """The office grants nothing. Raises NotAllowedError, MaterialsError: no_reason, wrong_state."""
    require_office(by)
    return _step(order, Order.State.REFUSED, by, now, reason=require_text(reason, _("Say why.")))


def cancel(*, order: Order, reason: str, by: User | None, now: datetime | None = None) -> Order:
    """The unit or the office calls it off before it is sent. Raises NotAllowedError, MaterialsError."""
    require_keeper(by, order.place)
    return _step(order, Order.State.CANCELLED, by, now, reason=require_text(reason, _("Say why.")))


def send(*, order: Order, origin: Place, by: User | None, now: datetime | None = None) -> Order:
    """Hands the granted copies over: they change stores now, and the receipt gets its number.

    Raises NotAllowedError, MaterialsError: wrong_state, too_few, withdrawn.
    """
    require_office(by)
    moment = now or clock.now()
    with transaction.atomic():
        if Edition.objects.filter(pk=order.edition_id, state=Edition.State.WITHDRAWN).exists():
            raise MaterialsError(_("%s is withdrawn and must not be handed out.") % order.edition, code="withdrawn")
        number = f"JJ{clock.shanghai_day(moment):%Y%m%d}-{order.pk:05d}"
        kept = _step(order, Order.State.SENT, by, moment, origin=origin, number=number, sent_by=by, sent_at=moment)
        kept.movement = stock.move(
            edition=order.edition, origin=origin, target=order.place, count=kept.approved or 0, at=moment, by=by,
            source_key=order.key, source_title=number, now=moment,
        )  # fmt: skip
        kept.save(update_fields=["movement"])
    order.refresh_from_db()
    return order


def receive(*, order: Order, count: int, by: User | None, note: str = "", now: datetime | None = None) -> Order:
    """The unit counts what arrived; what is short leaves the stock with the receipt as its reason.

    Raises NotAllowedError, MaterialsError: bad_count, wrong_state.
    """
    require_keeper(by, order.place)
    moment, sent = now or clock.now(), order.approved or 0
    if isinstance(count, bool) or not 0 <= count <= sent:
        raise MaterialsError(_("No more than %d copies were sent.") % sent, code="bad_count")
    with transaction.atomic():
        kept = _step(
            order, Order.State.RECEIVED, by, moment, received=count, received_by=by, received_at=moment,
            reason=note.strip(),
        )  # fmt: skip
        if count < sent:
            words = _("%(number)s: %(short)d copies short on arrival") % {"number": kept.number, "short": sent - count}
            short = moving.made(
                kind=Kind.MISSING, edition=kept.edition, count=sent - count, at=moment, now=moment, by=by,
                from_place=kept.place, reason=words, source_key=kept.key, source_title=kept.number or "",
            )  # fmt: skip
            moving.write(short)
    order.refresh_from_db()
    return order


def _step(order: Order, state: str, by: User | None, now: datetime | None, **values: Any) -> Order:
    with transaction.atomic():
        kept = Order.objects.select_for_update().get(pk=order.pk)
        if state not in Order.MOVES.get(kept.state, ()):
            raise MaterialsError(_("The order is not in a state that allows this."), code="wrong_state")
        kept.state = state
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save(update_fields=["state", *values])
        _tell(kept, f"materials.order_{state}", by, now)
    order.refresh_from_db()
    return kept


def _tell(order: Order, verb: str, by: User | None, now: datetime | None, **detail: object) -> None:
    audit_actions.record(by=by, verb=verb, key=order.key, title=str(order), detail=detail, now=now)

"""Who sees which orders, and the mark on a receipt."""

from typing import Final

from django.db.models import QuerySet

from pufa.accounts.models import User
from pufa.materials.models import Order
from pufa.materials.queries.access import stores_of
from pufa.ui import marks

MARK_SIGNS: Final = 16


def orders(person: User) -> QuerySet[Order]:
    """All for office and observers, the own unit's for its contact."""
    found = Order.objects.select_related("edition__title", "place__organisation", "asked_by", "sent_by", "received_by")
    return found.filter(place__in=stores_of(person))


def to_approve() -> QuerySet[Order]:
    """What units asked for and nobody answered."""
    return Order.objects.filter(state=Order.State.ASKED)


def to_send() -> QuerySet[Order]:
    """Approved, still in the main store."""
    return Order.objects.filter(state=Order.State.APPROVED)


def to_receive(organisation_id: int | None) -> QuerySet[Order]:
    """On the way to a unit."""
    return Order.objects.filter(state=Order.State.SENT, place__organisation=organisation_id)


def mark(order: Order) -> str:
    """What proves a receipt genuine: 16 signs that only this site can make of its number, copies and states."""
    return marks.mark(_told(order), signs=MARK_SIGNS)


def by_receipt(number: str, given: str) -> Order | None:
    """The order of a genuine receipt, or nothing."""
    found = Order.objects.select_related("edition__title", "place__organisation").filter(number=number).first()
    return found if found is not None and marks.is_genuine(_told(found), given, signs=MARK_SIGNS) else None


def _told(order: Order) -> str:
    return f"receipt|{order.number}|{order.edition_id}|{order.place_id}|{order.approved}"

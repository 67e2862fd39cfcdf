"""Who sees which orders, and the mark on a receipt."""

import hmac
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet

from pufa.accounts.models import User
from pufa.materials.models import Order
from pufa.materials.queries.access import stores_of


def orders(person: User) -> QuerySet[Order]:
    """All for office and observers, the own unit's for its contact."""
    found = Order.objects.select_related("edition__title", "place__organisation", "asked_by", "sent_by", "received_by")
    return found.filter(place__in=stores_of(person))


def mark(order: Order) -> str:
    """What proves a receipt genuine: 16 signs that only this site can make of its number, copies and states."""
    told = f"{order.number}|{order.edition_id}|{order.place_id}|{order.approved}"
    return hmac.new(settings.SECRET_KEY.encode(), f"receipt|{told}".encode(), sha256).hexdigest()[:16]


def by_receipt(number: str, given: str) -> Order | None:
    """The order of a genuine receipt, or nothing."""
    found = Order.objects.select_related("edition__title", "place__organisation").filter(number=number).first()
    return found if found is not None and hmac.compare_digest(mark(found), given) else None

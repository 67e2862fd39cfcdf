"""The receipt of a hand-over (交接单) as PDF."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.lib import clock
from pufa.materials.models import Order
from pufa.materials.queries.orders import mark
from pufa.ui import printing

TEMPLATE: Final = Path(__file__).with_name("receipt.typ")


def address(order: Order) -> str:
    """Where anybody can see that a receipt is genuine."""
    return settings.BASE_URL.rstrip("/") + reverse("materials:receipt", args=[order.number, mark(order)])


def pdf(order: Order) -> bytes:
    """The receipt: both sides, what was sent, what arrived, a code that leads to its check."""
    told = {
        "title": _("Receipt of materials"),
        "number": order.number or "",
        "rows": [
            [_("Material"), str(order.edition)],
            [_("Copies sent"), f"{order.approved:,}"],
            [_("Copies received"), "" if order.received is None else f"{order.received:,}"],
            [_("From the store"), str(order.origin or "")],
            [_("To the store"), f"{order.place.name}（{order.place.organisation.name}）"],
            [_("Handed over by"), _who(order.sent_by, order.sent_at)],
            [_("Received by"), _who(order.received_by, order.received_at)],
            [_("Remarks"), order.reason],
        ],
        "check": _("Scan to see that this receipt is genuine"),
        "sign": [_("Handed over by (signature):"), _("Received by (signature):")],
    }
    return printing.pdf(TEMPLATE, told, files={"qr.svg": printing.qr(address(order))})


def _who(person: object, at: object) -> str:
    if person is None or at is None:
        return ""
    return f"{getattr(person, 'name', '')}　{clock.in_shanghai(at):%Y-%m-%d %H:%M}"  # type: ignore[arg-type]

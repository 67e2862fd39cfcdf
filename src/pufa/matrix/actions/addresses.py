"""Looks whether the public addresses in the register still open."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from pufa.audit import actions as audit_actions
from pufa.lib import http
from pufa.matrix.models import Account

EVERY: Final = timedelta(days=1)
MOST: Final = 100
SECONDS: Final = 8
# Platforms turn away programs in many ways; only these words mean that nothing is there.
GONE: Final = ("status 404", "status 410")


def look_at_addresses(*, now: datetime, most: int = MOST, allow_private: bool = False) -> int:
    """Opens addresses not looked at today, as any reader would; gives how many were gone.

    `allow_private` is for networks of one's own, as `lib.http.fetch` takes it.
    """
    waiting = Account.objects.registered().exclude(address="")
    waiting = waiting.filter(Q(address_looked_at=None) | Q(address_looked_at__lt=now - EVERY))
    gone = 0
    for account in waiting.order_by(F("address_looked_at").asc(nulls_first=True), "pk")[:most]:
        fault = _fault(account.address, allow_private=allow_private)
        gone += bool(fault)
        with transaction.atomic():
            Account.objects.filter(pk=account.pk).update(address_looked_at=now, address_fault=fault)
            if fault != account.address_fault:
                audit_actions.record(
                    by=None, verb="matrix.address_looked_at", key=account.key, title=account.name,
                    detail={"opens": not fault}, now=now,
                )  # fmt: skip
    return gone


def _fault(address: str, *, allow_private: bool) -> str:
    try:
        http.fetch(address, max_bytes=256 * 1024, timeout=SECONDS, allow_private=allow_private)
    except http.FetchError as error:
        if error.code == "http_status" and error.message.endswith(GONE):
            return _("The platform says there is nothing at this address.")
    return ""

"""Which credentials wait for a test."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from pufa.matrix.models import Account, Credential

AGAIN: Final = timedelta(days=7)
MOST: Final = 20


def to_test(now: datetime) -> QuerySet[Credential]:
    """Those never tested, and those last tested a week ago; twenty at most."""
    old = Q(state=Credential.State.WORKS, tested_at__lt=now - AGAIN)
    waiting = Credential.objects.filter(Q(tested_at=None) | old).filter(account__state=Account.State.ACTIVE)
    return waiting.select_related("account__platform").order_by("set_at")[:MOST]

"""Which times accounts keep for posting (推送时段)."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.distribution.actions.holding import need_role
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import AccountSlots
from pufa.lib import clock
from pufa.matrix.models import Account

MOST_TIMES: Final = 12
# Two posts of one account closer than this would stand in each other's way.
NEAREST_MINUTES: Final = 30
_TIME: Final = re.compile("([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")
_BETWEEN: Final = re.compile("[\\s,，、;；]+")


@transaction.atomic
def keep_slots(
    *, accounts: Iterable[Account], times: str, only_workdays: bool, by: User, now: datetime | None = None
) -> list[str]:
    """Gives accounts these times of day, such as `07:30 12:00`, instead of those before; none takes them away.

    Raises NotAllowedError; DistributionError: no_account, bad_time (naming what is none).
    """
    need_role(by, Role.OFFICE)
    moment, read = now or clock.now(), read_times(times)
    chosen = {account.pk: account for account in accounts}
    if not chosen:
        raise DistributionError(_("Choose at least one registered account."), code="no_account")
    AccountSlots.objects.filter(account__in=chosen).delete()
    if read:
        rows = [AccountSlots(account_id=pk, times=read, only_workdays=only_workdays) for pk in chosen]
        AccountSlots.objects.bulk_create(rows, batch_size=1000)
    detail = {"times": read, "only_workdays": only_workdays, "accounts": sorted(chosen)[:1000]}
    audit_actions.record(
        by=by, verb="calendar.slots_kept", key="calendar:slots", title=" ".join(read), detail=detail, now=moment
    )
    return read


def read_times(text: str) -> list[str]:
    """Times of day as typed, in order and in one form. Raises DistributionError bad_time."""
    found = set()
    for word in filter(None, _BETWEEN.split(text.strip())):
        match = _TIME.fullmatch(word)
        if match is None:
            raise DistributionError(_("“%(word)s” is no time of day. Write 07:30.") % {"word": word}, code="bad_time")
        found.add(f"{int(match[1]):02}:{match[2]}")
    times = sorted(found)
    if len(times) > MOST_TIMES:
        raise DistributionError(_("At most %(count)d times a day.") % {"count": MOST_TIMES}, code="bad_time")
    minutes = [int(one[:2]) * 60 + int(one[3:]) for one in times]
    if any(after - before < NEAREST_MINUTES for before, after in pairwise(minutes)):
        text = _("Times of one account must be %(count)d minutes apart.") % {"count": NEAREST_MINUTES}
        raise DistributionError(text, code="bad_time")
    return times

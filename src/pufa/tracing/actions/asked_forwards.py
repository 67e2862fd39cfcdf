"""Looks for forwards that units were asked for: a gathering over an account's pages, then its forwards are told.

The gathering is the note that a look is under way: one open look an account, kept by the database. A process killed in
between leaves it, and the next round works it off; telling is one transaction with the mark that it was told.
"""

import logging
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import IntegrityError, transaction

from pufa.distribution.actions import forward_finds
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import Forward
from pufa.distribution.queries import forwards as forward_queries
from pufa.distribution.queries.forwards import ToLook
from pufa.matrix.errors import MatrixError
from pufa.tracing import account_pages, addresses, finder
from pufa.tracing.actions import errands
from pufa.tracing.models import Check, ErrandState, Gathering, GatheringKind, GatheringState, Task

MOST_LOOKS: Final = 40  # accounts begun in one round
MOST_TOLD: Final = 200
log = logging.getLogger(__name__)


def look_for_forwards(*, now: datetime, most: int = MOST_LOOKS) -> list[Gathering]:
    """Begins a look at each account whose forwards are to be looked for now, at most so many; gives those begun."""
    wanted: dict[int, list[ToLook]] = {}
    for one in forward_queries.open_to_look(now, only=account_pages.reachable()):
        wanted.setdefault(one.account.pk, []).append(one)
    begun = (_begin(rows, now) for rows in islice(wanted.values(), most))
    return [gathering for gathering in begun if gathering is not None]


def tell_forwards(*, now: datetime, most: int = MOST_TOLD) -> int:
    """Tells the forwards of every look that is over what it showed; gives how many forwards were found."""
    over = Gathering.objects.filter(account__isnull=False, told_at__isnull=True).exclude(state=GatheringState.OPEN)
    return sum(_tell(gathering, now) for gathering in over.order_by("pk")[:most])


def _begin(wanted: list[ToLook], now: datetime) -> Gathering | None:
    account = wanted[0].account
    try:
        found = account_pages.sources(account, wanted)
    except MatrixError:
        found = [account_pages.Source(Task.PAGE, link) for one in wanted for link in one.known]
    if not found:
        for one in wanted:
            forward_finds.record_looked(forward=one.forward, now=now, problem="no_way")
        return None
    try:
        with transaction.atomic():
            gathering = Gathering.objects.create(
                kind=GatheringKind.FORWARDS, source=str(account), account=account, asked_at=now
            )
            for task in (Task.PAGE, Task.FEED, Task.LINKS):
                of_task = [plain for one in found if one.task == task and (plain := addresses.normal(one.address))]
                errands.add(gathering, task, of_task, now=now)
            skip_known(gathering, now=now)
    except IntegrityError:
        log.info("account %s is being looked at already", account.pk)
        return None
    return gathering


def skip_known(gathering: Gathering, *, now: datetime) -> None:
    """Pages of an account kept before are not fetched again, links given excepted; what they held is known."""
    if gathering.account is None:
        return
    links = Forward.objects.open().filter(account=gathering.account).exclude(link_given="")
    given = {addresses.key_of(link) for link in links.values_list("link_given", flat=True)}
    waiting = gathering.errands.filter(state=ErrandState.WAITING, task=Task.PAGE, tries=0).exclude(key__in=given)
    known = account_pages.known_keys(gathering.account, set(waiting.values_list("key", flat=True)))
    waiting.filter(key__in=known).update(state=ErrandState.DONE, ended_at=now)


@transaction.atomic
def _tell(gathering: Gathering, now: datetime) -> int:
    held = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if held.told_at is not None:
        return 0
    look = finder.seen(held)
    rows = Forward.objects.open().filter(account=held.account, task__due_at__gt=now - forward_queries.stop_after())
    found = sum(_tell_one(forward, look, held, now) for forward in list(rows.whole()))
    held.told_at = now
    held.save(update_fields=["told_at"])
    checks = Check.objects.filter(errand__isnull=False).values("errand")
    # A look that kept nothing leaves nothing: what it showed stands with the forward.
    spent = held.errands.filter(capture__isnull=True).exclude(pk__in=checks)
    spent.delete()
    if not held.errands.exists():
        held.delete()
    return found


def _tell_one(forward: Forward, look: finder.Seen, gathering: Gathering, now: datetime) -> bool:
    told = finder.verdict(forward, look, now)
    if not told.how:
        if forward.next_look_at <= gathering.asked_at:
            forward_finds.record_looked(forward=forward, now=now, problem=told.problem)
        return False
    try:
        forward_finds.record_found(
            forward=forward,
            url=told.url,
            posted_at=told.posted_at,
            found_at=now,
            how=told.how,
            score=round(told.score, 4),
            evidence=told.evidence,
        )
    except DistributionError as refusal:
        log.info("forward %s was settled meanwhile: %s", forward.pk, refusal)
        return False
    return True

"""Rows of a gathering: making them, and writing down how each ended."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from pufa.tracing import addresses
from pufa.tracing.models import Errand, ErrandState, Gathering, Task, WebSite

MOST_TRIES = 3
INTERRUPTED = "interrupted"
RETRY_AFTER = (timedelta(seconds=30), timedelta(minutes=3), timedelta(minutes=15))
BATCH = 1000
MESSAGE_LENGTH = 300


def sites_of(found: Iterable[str]) -> dict[str, WebSite]:
    """The sites of some hosts, made where they are new."""
    hosts = {host for host in found if host}
    WebSite.objects.bulk_create([WebSite(host=host) for host in sorted(hosts)], ignore_conflicts=True)
    return {site.host: site for site in WebSite.objects.filter(host__in=hosts)}


def add(gathering: Gathering, task: Task, found: Iterable[str], *, now: datetime, depth: int = 0) -> None:
    """Adds an errand for each address; one that the gathering has already is not added again."""
    rows = list(dict.fromkeys(found))
    for begin in range(0, len(rows), BATCH):
        some = rows[begin : begin + BATCH]
        sites = sites_of(addresses.host_of(address) for address in some)
        Errand.objects.bulk_create(
            [
                Errand(
                    gathering=gathering,
                    task=task,
                    address=address,
                    key=addresses.key_of(address),
                    site=sites.get(addresses.host_of(address)),
                    depth=depth,
                    due_at=now,
                )
                for address in some
            ],
            ignore_conflicts=True,
        )


def hold(errand: Errand) -> Errand | None:
    """The errand locked, if it is still this worker's; None if another has taken it or ended it meanwhile.

    A worker that was slow and taken for dead still brings what it has, as long as nobody else has claimed the errand.
    """
    is_open = Q(state__in=[ErrandState.RUNNING, ErrandState.WAITING]) | Q(state=ErrandState.FAILED, code=INTERRUPTED)
    return Errand.objects.select_for_update().filter(is_open, pk=errand.pk, claim=errand.claim).first()


def finish(held: Errand, *, now: datetime, status: int | None = None) -> None:
    """Writes down that it is done. Call it in the transaction of what it did."""
    held.state, held.ended_at, held.status = ErrandState.DONE, now, status
    held.code = held.message = ""
    held.save(update_fields=["state", "ended_at", "status", "code", "message"])


def fail(
    held: Errand, code: str, message: str, *, now: datetime, again: timedelta | None = None, status: int | None = None
) -> None:
    """Writes down what went wrong; with `again`, and tries left, it waits that long unless it was stopped."""
    held.code, held.message, held.status = code, message[:MESSAGE_LENGTH], status
    if again is not None and held.tries < MOST_TRIES and not held.gathering.is_over:
        held.state, held.due_at = ErrandState.WAITING, now + again
    else:
        held.state, held.ended_at = ErrandState.FAILED, now
    held.save(update_fields=["code", "message", "status", "state", "due_at", "ended_at"])

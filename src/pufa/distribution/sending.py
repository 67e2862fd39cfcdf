"""The sender: takes up one delivery after another, calls its platform, writes the answer down.

Nothing is kept between calls: kill it anywhere and another goes on from what the database holds.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, connections

from pufa.distribution import actions
from pufa.distribution.actions import Claim
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import Delivery, Purpose
from pufa.distribution.queries import work as queries
from pufa.lib import clock
from pufa.matrix import connector
from pufa.matrix.errors import MatrixError
from pufa.matrix.queries import access

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
BREATH: Final = 0.05  # seconds between looks while platforms want to be called more slowly
# A platform's clock may go before ours: a post is looked for from a little earlier than it was sent.
CLOCKS_DIFFER: Final = timedelta(minutes=5)


def work(*, now: Clock = clock.now, seconds: float = 20.0, threads: int = 1) -> int:
    """Sends what is ready, for so many seconds at most; gives how many calls were made."""
    until = time.monotonic() + seconds
    if threads <= 1:
        return _loop(now, until)
    with ThreadPoolExecutor(threads, thread_name_prefix="sender") as pool:
        return sum(pool.map(lambda _number: _in_thread(now, until), range(threads)))


def _in_thread(now: Clock, until: float) -> int:
    try:
        return _loop(now, until)
    finally:
        connections.close_all()


def _loop(now: Clock, until: float) -> int:
    was_durable = _be_durable()
    calls = 0
    try:
        while time.monotonic() < until:
            claim = actions.claim(now=now)
            if claim is None:
                if _is_idle(now):
                    break
                continue
            call(claim, now)
            calls += 1
    finally:
        if was_durable:
            _set_durable("NORMAL")
    return calls


def _is_idle(now: Clock) -> bool:
    """Whether there is nothing to do; waits a moment where platforms only want to be called more slowly."""
    before = now()
    if not queries.ready(before, most=1):
        return True
    time.sleep(BREATH)
    return now() == before  # a clock that stands still brings no later call


def call(claim: Claim, now: Clock) -> Delivery | None:
    """Makes the one call a claim stands for and writes the answer; the delivery, or None if the claim was lost."""
    try:
        found = _ask(claim)
    except connector.ConnectorError as error:
        return actions.fail(claim=claim, error=error, now=now())
    return actions.answer(claim=claim, found=found, now=now())


def _ask(claim: Claim) -> connector.Published | None:
    delivery = claim.delivery
    try:
        platform = access.connect(delivery.account)
        if claim.purpose in {Purpose.PUBLISH, Purpose.FIND}:
            sent = queries.as_sent(delivery)
    except (DistributionError, MatrixError) as refusal:
        # Before anything was sent: certain, and mended by a person only.
        raise connector.ConnectorError(connector.ErrorKind.REJECTED, str(refusal), code=refusal.reason) from refusal
    if claim.purpose == Purpose.PUBLISH:
        return platform.publish(sent, key=delivery.key)
    if claim.purpose == Purpose.FIND:
        since = (delivery.first_attempt_at or delivery.state_at) - CLOCKS_DIFFER
        return platform.find(sent, key=delivery.key, since=since, known=queries.known_ids(delivery))
    if claim.purpose == Purpose.WITHDRAW:
        return platform.withdraw(delivery.remote_id)
    return platform.status(delivery.remote_id)


def _be_durable() -> bool:
    """Has SQLite write each commit through to the disk: a claim must outlive a power cut. Other databases do anyway."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    _set_durable("FULL")
    return True


def _set_durable(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")

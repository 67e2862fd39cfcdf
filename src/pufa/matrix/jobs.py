"""The timed jobs of the matrix."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.matrix import actions
from pufa.matrix.actions import suspects
from pufa.matrix.queries import credentials


@job("matrix.credentials", every=timedelta(minutes=10))
def check_credentials(*, now: datetime) -> None:
    """Tests credentials nobody has tested, and once a week those that worked."""
    for credential in credentials.to_test(now):
        actions.check_credential(credential=credential, now=now)


@job("matrix.measure", every=timedelta(hours=1))
def measure(*, now: datetime) -> None:
    """Asks platforms for yesterday's figures and the latest posts."""
    actions.measure_due(now=now)


@job("matrix.addresses", every=timedelta(hours=1))
def look_at_addresses(*, now: datetime) -> None:
    """Looks whether public addresses still open."""
    actions.look_at_addresses(now=now)


@job("matrix.health", every=timedelta(hours=1))
def judge_health(*, now: datetime) -> None:
    """Looks at every account by the rules, and warns units of what has become worse."""
    actions.look_through_posts(now=now)
    actions.raise_alerts(now=now)
    actions.tell_units(now=now)


@job("matrix.filings", every=timedelta(hours=6))
def remind_filings(*, now: datetime) -> None:
    """Reminds the office of filings that wait too long."""
    actions.remind_filings(now=now)


@job("matrix.lookalikes", every=timedelta(days=1))
def compare_lookalikes(*, now: datetime) -> None:
    """Compares listed look-alikes with the register as it is now."""
    suspects.compare_all(now=now)

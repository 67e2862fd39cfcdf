"""The timed jobs of this app."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.pledges import actions


@job("pledges.wall", every=timedelta(hours=6))
def count_wall(*, now: datetime) -> None:
    """Carries the days of the wall into the ledger."""
    actions.count_wall(now=now)

"""The trail's timed job."""

from datetime import datetime, timedelta

from pufa.audit import actions
from pufa.beat.jobs import job


@job("audit.prune", every=timedelta(days=1))
def prune(*, now: datetime) -> None:
    """Removes what is past its time."""
    actions.prune(now=now)

"""The timed jobs of this app."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.festivals import actions


@job("festivals.forget", every=timedelta(days=1))
def forget(*, now: datetime) -> None:
    """Deletes who registered once it is long over."""
    actions.forget(now=now)

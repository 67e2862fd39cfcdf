"""The timed jobs of this app."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.works import actions


@job("works.uploads", every=timedelta(hours=3))
def forget_uploads(*, now: datetime) -> None:
    """Removes files that stopped on their way."""
    actions.forget_uploads(now=now)

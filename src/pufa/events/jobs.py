"""The timed jobs of this app."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.events import actions


@job("events.forget", every=timedelta(days=1))
def forget(*, now: datetime) -> None:
    """Deletes who signed up once it is long over."""
    actions.forget(now=now)

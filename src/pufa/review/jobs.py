"""The timed jobs of review."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.review.actions import remind_overdue


@job("review.reminders", every=timedelta(minutes=10))
def remind(*, now: datetime) -> None:
    """Sends the reminders that are due."""
    remind_overdue(now=now)

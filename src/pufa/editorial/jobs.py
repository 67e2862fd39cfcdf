"""Timed jobs: pieces that wait for their hour."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.editorial import actions


@job("editorial.publish_due", every=timedelta(seconds=30))
def publish_due(*, now: datetime) -> None:
    """Publishes what is due."""
    actions.publish_due(now=now)

"""Timed jobs: pieces that wait for their hour, articles that read otherwise from today."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.editorial import actions


@job("editorial.publish_due", every=timedelta(seconds=30))
def publish_due(*, now: datetime) -> None:
    """Publishes what is due."""
    actions.publish_due(now=now)


@job("editorial.give_up_stuck_imports", every=timedelta(minutes=2))
def give_up_stuck_imports(*, now: datetime) -> None:
    """Ends fetches whose worker died, so that nobody waits for them for ever."""
    actions.give_up_stuck_imports(now=now)


@job("editorial.compare_citations", every=timedelta(hours=1))
def compare_citations(*, now: datetime) -> None:
    """Notices articles whose new words came into force, and takes pieces that show them out of memory."""
    actions.compare_citations(now=now)

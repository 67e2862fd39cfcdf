"""Timed jobs of the public site."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.portal.search import filling


@job("search", every=timedelta(minutes=1))
def catch_up(*, now: datetime) -> int:
    """Bring the search index up to date where a process ended before it could."""
    return filling.catch_up()

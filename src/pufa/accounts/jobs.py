"""The timed job of this app."""

from datetime import datetime, timedelta

from pufa.accounts import actions
from pufa.beat.jobs import job


@job("accounts.sweep", every=timedelta(hours=6))
def sweep(*, now: datetime) -> None:
    """Removes sessions that are long over."""
    actions.sweep(now=now)

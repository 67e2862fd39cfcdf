"""Timed jobs: the index, gatherings whose worker died, watched sources, second looks, forwards that were asked for."""

from datetime import datetime, timedelta

from pufa.beat.jobs import job
from pufa.tracing import actions, indexing, tasks


@job("tracing.index", every=timedelta(minutes=1))
def catch_up(*, now: datetime) -> int:
    """Brings the index of originals up to date where a process ended before it could."""
    return indexing.catch_up()


@job("tracing.resume", every=timedelta(seconds=30))
def resume(*, now: datetime) -> None:
    """Gives out again what dead workers held, and has open gatherings worked on."""
    actions.release_lost(now=now)
    for gathering in actions.unfinished(now=now):
        tasks.work_off.enqueue(gathering.pk)


@job("tracing.watch", every=timedelta(minutes=5))
def watch(*, now: datetime) -> None:
    """Looks at the watched sources whose time has come."""
    for gathering in actions.gather_watched(now=now):
        tasks.work_off.enqueue(gathering.pk)


@job("tracing.forwards", every=timedelta(minutes=1))
def find_forwards(*, now: datetime) -> None:
    """Tells units' forwards what the last looks showed, and looks at the accounts whose time has come."""
    actions.tell_forwards(now=now)
    for gathering in actions.look_for_forwards(now=now):
        tasks.work_off.enqueue(gathering.pk)


@job("tracing.recheck", every=timedelta(minutes=30))
def recheck(*, now: datetime) -> None:
    """Looks again at copies whose time has come."""
    gathering = actions.recheck_due(now=now)
    if gathering is not None:
        tasks.work_off.enqueue(gathering.pk)

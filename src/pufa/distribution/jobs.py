"""Timed jobs: looks at the data and sees to it that somebody works."""

from datetime import datetime, timedelta

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from pufa.beat.jobs import job
from pufa.distribution import actions, tasks
from pufa.distribution.queries import work

PER_TASK = 50


@job("distribution.pulse", every=timedelta(seconds=5))
def pulse(*, now: datetime) -> None:
    """Starts what is due, recovers what dead workers left, and asks for as many senders as there is work for."""
    actions.recover(now=now)
    actions.start_due(now=now)
    actions.lift_mended(now=now)
    most = settings.SENDING["tasks"]
    wanted = min(most, -(-work.ready(now, most=most * PER_TASK) // PER_TASK))
    waiting = DBTaskResult.objects.filter(task_path=tasks.send.module_path, status="READY").count()
    for _number in range(wanted - waiting):
        tasks.send.enqueue()

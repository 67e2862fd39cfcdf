"""Timed jobs: looks at the data and sees to it that somebody works."""

from datetime import datetime, timedelta

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from pufa.beat.jobs import job
from pufa.distribution import actions, forward_finding, forward_mails, tasks
from pufa.distribution.actions import forward_reminders
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


@job("distribution.forwards", every=timedelta(minutes=1))
def find_forwards(*, now: datetime) -> None:
    """Looks for forwards among deliveries and posts, and reads accounts whose turn it is."""
    forward_finding.find_known(now=now)
    forward_finding.read_accounts(now=now)
    forward_finding.give_up_unseen(now=now)


@job("distribution.forward_mails", every=timedelta(minutes=1))
def tell_units(*, now: datetime) -> None:
    """Notes whom to remind, and mails what waits to be told."""
    forward_reminders.remind_due(now=now)
    forward_mails.send_waiting()

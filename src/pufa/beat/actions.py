"""Running what is due."""

import logging
import traceback
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from pufa.beat import jobs
from pufa.beat.models import Run

log = logging.getLogger(__name__)
KEEP = timedelta(days=14)


def run_due(*, now: datetime) -> list[Run]:
    """Runs every job whose latest due time nobody has taken yet; gives the rows of those run here.

    A job that fails is noted with its error and comes again at its next due time; the others still run.
    Times missed while nothing was running are not made up for: a job must look at the data, not at the clock.
    """
    done = [run for job in jobs.registered() if (run := _claim(job, now)) is not None and _work(job, run, now)]
    Run.objects.filter(due_at__lt=now - KEEP).delete()
    return done


def _claim(job: jobs.Job, now: datetime) -> Run | None:
    due = jobs.due_time(job, now)
    if Run.objects.filter(job=job.name, due_at=due).exists():
        return None
    try:
        with transaction.atomic():
            return Run.objects.create(job=job.name, due_at=due, started_at=now)
    except IntegrityError:
        return None


def _work(job: jobs.Job, run: Run, now: datetime) -> bool:
    try:
        job.work(now=now)
    except Exception:
        run.error = traceback.format_exc()
        log.exception("timed job %s failed", job.name)
    run.finished_at = now
    run.save(update_fields=["finished_at", "error"])
    return True

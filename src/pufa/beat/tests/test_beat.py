import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from pufa.beat import actions, jobs
from pufa.beat.models import Run

NOON = datetime(2026, 11, 23, 4, 0, 30, tzinfo=UTC)


@pytest.fixture
def only(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    return jobs


@pytest.mark.django_db
def test_a_job_runs_once_for_each_time_it_is_due(only):
    ran = []
    only.job("count", every=timedelta(minutes=1))(lambda *, now: ran.append(now))
    actions.run_due(now=NOON)
    actions.run_due(now=NOON + timedelta(seconds=20))
    actions.run_due(now=NOON + timedelta(seconds=40))
    assert ran == [NOON, NOON + timedelta(seconds=40)]


@pytest.mark.django_db
def test_a_failing_job_is_noted_and_does_not_stop_the_others(only, caplog):
    def fails(*, now):
        raise LookupError("no such thing")

    ran = []
    only.job("a-fails", every=timedelta(minutes=1))(fails)
    only.job("b-runs", every=timedelta(minutes=1))(lambda *, now: ran.append(now))
    runs = actions.run_due(now=NOON)
    assert len(runs) == 2
    assert "no such thing" in Run.objects.get(job="a-fails").error
    assert ran == [NOON]
    assert "a-fails" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_run_a_job_once(only):
    ran = []
    only.job("once", every=timedelta(hours=1))(lambda *, now: ran.append(1))

    def tick():
        actions.run_due(now=NOON)
        connection.close()

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [1]


@pytest.mark.django_db
def test_old_rows_are_dropped(only):
    Run.objects.create(job="old", due_at=NOON - timedelta(days=20), started_at=NOON - timedelta(days=20))
    actions.run_due(now=NOON)
    assert not Run.objects.exists()


def test_two_jobs_of_one_name_are_refused(only):
    def first(*, now): ...
    def second(*, now): ...

    only.job("same", every=timedelta(minutes=1))(first)
    with pytest.raises(ValueError, match="same"):
        only.job("same", every=timedelta(minutes=1))(second)

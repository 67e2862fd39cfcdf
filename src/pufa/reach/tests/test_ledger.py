"""Entering outcomes and taking them back."""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import Error, connection, connections, transaction

from pufa.accounts.models import District, Organisation
from pufa.audit import queries as audit_queries
from pufa.audit.models import AppendOnlyError
from pufa.audit.models import Entry as AuditEntry
from pufa.reach import actions, metrics
from pufa.reach.models import Entry

NOW = datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)
TRAININGS = metrics.register(metrics.Metric("test_trainings", "Trainings", "times"))
pytestmark = pytest.mark.django_db


def enter(**changes):
    told = {
        "metric": "test_trainings",
        "amount": 2,
        "at": NOW,
        "source_key": "class:1",
        "source_title": "课",
        "now": NOW,
    }
    return actions.record(**{**told, **changes})


def organisation():
    district = District.objects.create(code="1", name="东区")
    return Organisation.objects.create(code="a", name="单位", short_name="单位", kind="department", district=district)


def test_outcome_is_entered_with_its_audit_entry():
    entry = enter(organisation=organisation(), evidence={"links": ["https://example.org"]})
    entry.refresh_from_db()
    assert (entry.metric, entry.amount, entry.at, entry.recorded_at) == ("test_trainings", Decimal(2), NOW, NOW)
    assert entry.district.name == "东区"
    audit = AuditEntry.objects.get()
    assert (audit.verb, audit.key, audit.detail["entry"]) == ("reach.recorded", "class:1", entry.pk)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"metric": "nonsense"}, "unknown_metric"),
        ({"metric": "page_reads"}, "counted_metric"),
        ({"amount": 0}, "bad_amount"),
        ({"amount": -1}, "bad_amount"),
        ({"amount": "x"}, "bad_amount"),
        ({"amount": "1.234"}, "bad_amount"),
        ({"amount": "NaN"}, "bad_amount"),
        ({"amount": "1e30"}, "bad_amount"),
        ({"amount": 0.5}, "bad_amount"),
        ({"at": NOW + timedelta(days=2)}, "bad_time"),
        ({"at": NOW.replace(tzinfo=None)}, "bad_time"),
        ({"source_key": ""}, "no_source"),
    ],
)
def test_refuses_what_is_no_outcome(wrong, code):
    with pytest.raises(actions.LedgerError) as refusal:
        enter(**wrong)
    assert refusal.value.code == code
    assert not Entry.objects.exists()
    assert not AuditEntry.objects.exists()


def test_replay_gives_the_first_entry():
    first = enter(idempotency_key="k")
    assert enter(idempotency_key="k", source_title="renamed since").pk == first.pk
    assert Entry.objects.count() == AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"amount": 3}, {"at": NOW - timedelta(1)}, {"source_key": "x:1"}, {"evidence": {"a": 1}}]
)
def test_replay_with_other_content_is_refused(change):
    enter(idempotency_key="k")
    with pytest.raises(actions.LedgerError) as refusal:
        enter(idempotency_key="k", **change)
    assert refusal.value.code == "replay_differs"


def test_counter_entry_takes_back_amount_at_the_same_time_and_place():
    wrong = enter(organisation=organisation())
    counter = actions.correct(entry=wrong, reason="held once only", by=None, now=NOW + timedelta(days=40))
    assert (counter.amount, counter.at, counter.metric) == (-wrong.amount, wrong.at, wrong.metric)
    assert (counter.organisation, counter.district) == (wrong.organisation, wrong.district)
    assert wrong.correction == counter
    assert counter.is_correction
    assert AuditEntry.objects.first().verb == "reach.corrected"


def test_correction_needs_a_reason_and_happens_once():
    wrong = enter()
    with pytest.raises(actions.LedgerError) as refusal:
        actions.correct(entry=wrong, reason=" ", by=None)
    assert refusal.value.code == "no_reason"
    counter = actions.correct(entry=wrong, reason="wrong", by=None)
    for entry, code in ((wrong, "already_corrected"), (counter, "is_correction")):
        with pytest.raises(actions.LedgerError) as refusal:
            actions.correct(entry=entry, reason="wrong", by=None)
        assert refusal.value.code == code
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("sql", ["UPDATE reach_entry SET amount = 5", "DELETE FROM reach_entry"])
def test_database_refuses_raw_changes(sql):
    entry = enter()
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        Entry.objects.all().delete()


def test_database_refuses_a_negative_amount_that_corrects_nothing():
    entry = enter()
    entry.pk, entry.amount, entry._state.adding = None, Decimal(-1), True
    with pytest.raises(Error, match="negative_only_to_correct"), transaction.atomic():
        entry.save()


def test_a_code_has_one_metric():
    assert metrics.register(metrics.Metric("test_trainings", "Trainings", "times")) is TRAININGS
    with pytest.raises(ValueError, match="test_trainings"):
        metrics.register(metrics.Metric("test_trainings", "Other", "times"))
    with pytest.raises(metrics.UnknownMetricError):
        metrics.get("nonsense")
    assert metrics.get("page_reads").is_counted


@pytest.mark.django_db(transaction=True)
def test_many_at_once_under_one_key_make_one_entry():
    made, barrier = [], threading.Barrier(4)

    def work():
        try:
            barrier.wait()
            made.append(enter(idempotency_key="once").pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert set(made) == {Entry.objects.get().pk}
    assert audit_queries.entries(verb="reach.recorded").count() == 1
    assert audit_queries.verify() == []

"""Recording deeds, and what refuses to change them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import Error, connection, transaction

from pufa.audit import actions, chain
from pufa.audit.models import AppendOnlyError, Entry, Head

NOW = datetime(2026, 3, 1, 2, 3, 4, 567, tzinfo=UTC)


@dataclass
class Person:
    pk: int | None
    name: str


ANN = Person(7, "安")


@pytest.mark.django_db
def test_entry_holds_who_did_what_when_and_is_bound_to_the_one_before():
    first = actions.record(
        by=ANN, verb="review.approved", key="piece:12", title="标题", detail={"b": 1, "a": "甲"}, now=NOW
    )
    second = actions.record(by=None, verb="beat.ran", key="job:x", now=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.seq, first.actor_id, first.actor_name, first.at) == (1, "7", "安", NOW)
    assert first.detail == {"a": "甲", "b": 1}
    assert first.previous_hash == chain.ORIGIN
    assert second.previous_hash == first.hash == first.computed_hash()
    assert second.is_system
    assert not first.is_system
    assert second.hash == second.computed_hash() == Head.objects.get().hash


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"verb": "Approved"}, ValueError),
        ({"verb": ""}, ValueError),
        ({"key": ""}, ValueError),
        ({"by": Person(None, "x")}, ValueError),
        ({"detail": {"x": NOW}}, TypeError),
        ({"detail": {"x": float("nan")}}, ValueError),
    ],
)
def test_refuses_what_cannot_be_recorded(wrong, error):
    with pytest.raises(error):
        actions.record(**{"by": ANN, "verb": "a.b", "key": "k:1", **wrong})
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_too_long_and_broken_text_is_cut_not_refused():
    entry = actions.record(by=ANN, verb="a.b", key="k:1", title="长" * 400 + "\0")
    assert entry.title == "长" * 300


@pytest.mark.django_db
def test_model_refuses_change_and_removal():
    entry = actions.record(by=ANN, verb="a.b", key="k:1")
    entry.title = "other"
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(title="x"),
        lambda: Entry.objects.bulk_update([entry], ["title"]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET title = 'x'",
        "UPDATE audit_entry SET seq = 9 WHERE seq = 1",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = 0",
    ],
)
def test_database_refuses_raw_changes(sql):
    actions.record(by=ANN, verb="a.b", key="k:1")
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.get().title == ""


@pytest.mark.django_db
def test_sqlite_replace_does_not_slip_past():
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite's")
    actions.record(by=ANN, verb="a.b", key="k:1")
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry")

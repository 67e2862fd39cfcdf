"""Every kind of tampering is found, wherever it is done; an untouched trail is whole."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pufa.audit import actions, chain, queries
from pufa.audit.models import Cut, Entry, Head
from pufa.audit.tests.flushing import lifted
from pufa.audit.tests.test_record import ANN
from pufa.beat import jobs

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LENGTH = 8
pytestmark = pytest.mark.django_db
tampering = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fill(count=LENGTH, start=NOW):
    for number in range(count):
        actions.record(by=ANN, verb="a.b", key=f"k:{number}", detail={"n": number}, now=start + timedelta(days=number))


def sql(statement, *params):
    with lifted(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def found():
    return {(fault.seq, fault.kind) for fault in queries.verify()}


@pytest.fixture
def trail():
    fill()
    assert queries.verify() == []
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT whole")
    return restore


def restore():
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT whole")


@tampering
@given(
    seq=st.integers(1, LENGTH),
    column=st.sampled_from(["title", "verb", "key", "actor_id", "actor_name", "detail_text"]),
)
def test_an_edited_field_is_found(trail, seq, column):
    sql(f"UPDATE audit_entry SET {column} = %s WHERE seq = %s", "forged", seq)
    assert found() == {(seq, "edited")}
    trail()


@tampering
@given(seq=st.integers(1, LENGTH))
def test_an_edited_time_is_found(trail, seq):
    sql("UPDATE audit_entry SET at = %s WHERE seq = %s", "2020-01-01 00:00:00", seq)
    assert found() == {(seq, "edited")}
    trail()


@tampering
@given(seq=st.integers(1, LENGTH))
def test_an_entry_edited_and_hashed_anew_is_found(trail, seq):
    entry = Entry.objects.get(seq=seq)
    entry.title = "forged"
    sql("UPDATE audit_entry SET title = %s, hash = %s WHERE seq = %s", entry.title, entry.computed_hash(), seq)
    assert found() == {(seq + 1, "broken") if seq < LENGTH else (seq, "head")}
    trail()


@tampering
@given(seq=st.integers(1, LENGTH))
def test_the_whole_rest_hashed_anew_is_found_by_the_seal(trail, seq):
    previous = Entry.objects.get(seq=seq).previous_hash
    for entry in Entry.objects.filter(seq__gte=seq).order_by("seq"):
        entry.title, entry.previous_hash = "forged", previous
        previous = entry.computed_hash()
        sql(
            "UPDATE audit_entry SET title = %s, previous_hash = %s, hash = %s WHERE seq = %s",
            "forged",
            entry.previous_hash,
            previous,
            entry.seq,
        )
    assert found() == {(LENGTH, "head")}
    sql("UPDATE audit_head SET hash = %s", previous)
    assert found() == {(LENGTH, "head")}
    actions.record(by=None, verb="a.b", key="k")
    assert found() == {(LENGTH + 1, "head")}, "work goes on, and the broken seal stays told"
    trail()


@tampering
@given(first=st.integers(1, LENGTH), length=st.integers(1, LENGTH))
def test_missing_entries_are_found(trail, first, length):
    last = min(first + length - 1, LENGTH)
    sql("DELETE FROM audit_entry WHERE seq BETWEEN %s AND %s", first, last)
    assert (first, "missing") in found()
    assert any(f"{first}" in fault.message and f"{last}" in fault.message for fault in queries.verify())
    trail()


@tampering
@given(one=st.integers(1, LENGTH), other=st.integers(1, LENGTH))
def test_swapped_entries_are_found(trail, one, other):
    if one == other:
        return
    for old, new in ((one, 1000), (other, one), (1000, other)):
        sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", new, old)
    assert {(one, "edited"), (other, "edited")} <= found()
    trail()


@tampering
@given(seq=st.integers(1, LENGTH))
def test_an_inserted_entry_is_found(trail, seq):
    """The later ones are moved up by one to make room, with the forged one properly linked."""
    before = Entry.objects.get(seq=seq)
    sql("UPDATE audit_entry SET seq = seq + 1000 WHERE seq > %s", seq)
    sql("UPDATE audit_entry SET seq = seq - 999 WHERE seq > 1000")
    forged = Entry(seq=seq + 1, at=NOW, actor_id="1", actor_name="x", verb="a.b", key="k", previous_hash=before.hash)
    forged.hash = forged.computed_hash()
    forged.save()
    faults = found()
    assert (LENGTH + 1, "inserted") in faults
    assert {(number, "edited") for number in range(seq + 2, LENGTH + 1)} <= faults
    trail()


def test_a_lost_head_is_found_and_work_goes_on(trail):
    sql("DELETE FROM audit_head")
    assert found() == {(0, "head")}
    assert actions.record(by=None, verb="a.b", key="k").seq == LENGTH + 2
    assert found() == {(LENGTH + 1, "head")}
    assert Entry.objects.get(seq=LENGTH + 1).verb == "audit.seal_broken"


def test_a_head_put_back_is_found(trail):
    """Cutting off the tail and forging a head that says so needs the key."""
    short = Entry.objects.get(seq=5)
    sql("DELETE FROM audit_entry WHERE seq > 5")
    assert found() == {(6, "missing")}
    sql("UPDATE audit_head SET seq = 5, hash = %s", short.hash)
    assert found() == {(5, "head")}


def test_a_missing_guard_is_found(trail):
    with lifted():
        assert {fault.kind for fault in queries.verify()} == {"guard"}
    assert queries.verify() == []


def test_a_changed_key_is_found_and_sealed_anew(trail, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert queries.verify() == []
    settings.SECRET_KEY_FALLBACKS = []
    assert found() == {(LENGTH, "head")}
    actions.record(by=ANN, verb="a.b", key="k", now=NOW)
    assert found() == {(LENGTH + 1, "head")}
    with pytest.raises(ValueError, match=r"reason|原因"):
        actions.reseal(by=ANN, reason=" ")
    entry = actions.reseal(by=ANN, reason="key changed", now=NOW)
    assert (entry.seq, entry.detail["reason"]) == (LENGTH + 3, "key changed")
    assert queries.verify() == []


def test_looking_into_a_broken_seal_hides_no_hole(trail):
    sql("DELETE FROM audit_entry WHERE seq > 5")
    actions.reseal(by=ANN, reason="hide", now=NOW)
    assert (6, "missing") in found()


def test_a_head_moved_back_stays_told_until_somebody_says_why(trail):
    sql("DELETE FROM audit_entry WHERE seq > 5")
    sql("UPDATE audit_head SET seq = 5")
    actions.record(by=ANN, verb="a.b", key="k", now=NOW)
    assert found() == {(6, "head")}
    assert Entry.objects.get(seq=6).detail["seq"] == 5


def test_prune_removes_only_the_whole_oldest_part(settings):
    settings.AUDIT_KEEP_DAYS = 184
    fill(4)
    actions.record(by=ANN, verb="a.b", key="late", now=NOW + timedelta(days=100))
    actions.record(by=ANN, verb="a.b", key="told late", now=NOW)
    assert actions.prune(now=NOW + timedelta(days=184)) == 0
    assert actions.prune(now=NOW + timedelta(days=190)) == 4
    assert [entry.key for entry in Entry.objects.order_by("seq")] == ["late", "told late", "audit:trail"]
    assert queries.verify() == []
    assert queries.state().first_seq == 5
    assert actions.prune(now=NOW + timedelta(days=290)) == 2
    assert queries.verify() == []
    assert Cut.objects.count() == 2


def test_prune_of_everything_keeps_the_chain_going(settings):
    settings.AUDIT_KEEP_DAYS = 184
    fill()
    assert actions.prune(now=NOW + timedelta(days=1000)) == LENGTH
    actions.record(by=ANN, verb="a.b", key="k", now=NOW + timedelta(days=1001))
    assert queries.verify() == []
    assert Entry.objects.count() == 2


def test_prune_refuses_less_than_the_law_asks(settings):
    settings.AUDIT_KEEP_DAYS = 30
    with pytest.raises(ValueError, match="184"):
        actions.prune(now=NOW)


def test_a_forged_cut_is_found(trail):
    entry = Entry.objects.get(seq=3)
    Cut(seq=3, hash=entry.hash, removed=3, at=NOW, mac=chain.seal("something", "else")).save()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE seq <= 3")
    assert found() == {(3, "cut")}
    with lifted():
        Head.objects.update(seq=LENGTH)
    assert (3, "cut") in found()


def test_entries_by_person_verb_object_and_time(trail):
    actions.record(by=None, verb="review.approved", key="piece:1", now=NOW - timedelta(days=1))
    assert (
        queries.entries(verb="a.").count()
        == queries.entries(actor="安").count()
        == queries.entries(actor="7").count()
        == 8
    )
    assert queries.entries(verb="review.approved", key="piece:1").get().is_system
    assert queries.entries(key="piece:").count() == 1
    assert queries.entries(since=NOW, until=NOW + timedelta(days=2)).count() == 2
    assert queries.verbs() == ["a.b", "review.approved"]


@pytest.mark.django_db(transaction=True)
def test_threads_record_into_one_chain():
    def work(name):
        try:
            for number in range(10):
                actions.record(by=None, verb="a.b", key=f"{name}:{number}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(name,)) for name in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.count() == 50
    assert queries.verify() == []
    assert [f"{n}" for n in range(10)] == [
        entry.key.split(":")[1] for entry in Entry.objects.filter(key__startswith="3:").order_by("seq")
    ]


def test_the_daily_job_prunes(settings):
    settings.AUDIT_KEEP_DAYS = 184
    fill(2)
    run = next(job for job in jobs.registered() if job.name == "audit.prune")
    run.work(now=NOW + timedelta(days=400))
    assert [entry.verb for entry in Entry.objects.all()] == ["audit.pruned"]

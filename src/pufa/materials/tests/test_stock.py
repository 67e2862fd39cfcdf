"""The stock: what is handed out never exceeds what was printed, whoever writes; stock and ledger go together."""

import pytest
from django.db import IntegrityError, connection, transaction

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.materials import actions, queries
from pufa.materials.errors import MaterialsError
from pufa.materials.models import Balance, Movement
from pufa.materials.tests.conftest import NOW
from pufa.reach import queries as reach_queries

pytestmark = pytest.mark.django_db
ACTIVITY = {"source_key": "activity:1", "source_title": "广场咨询", "at": NOW, "now": NOW}

RAW = """INSERT INTO materials_movement (kind, edition_id, run_id, from_place_id, to_place_id, count, at, recorded_at,
source_key, source_title, source_url, reason, actor_id, actor_name)
SELECT {}, at, recorded_at, '', '', '', '', '', '' FROM materials_movement"""


def total():
    return reach_queries.total("booklets_handed_out")


def refusal(deed, **words):
    with pytest.raises(MaterialsError) as caught:
        deed(**words)
    return caught.value.reason


def test_copies_go_from_the_printer_to_a_store_to_people(stocked, edition, unit_store, office, contact):
    actions.move(edition=edition, origin=stocked, target=unit_store, count=300, at=NOW, by=office, now=NOW)
    handed = actions.hand_out(edition=edition, place=unit_store, count=120, by=contact, **ACTIVITY)
    assert (queries.on_hand(edition, stocked), queries.on_hand(edition, unit_store)) == (700, 180)
    assert total() == 120
    entry = reach_queries.entries("booklets_handed_out").get()
    assert (entry.organisation, entry.district) == (unit_store.organisation, unit_store.district)
    assert entry.pk == handed.ledger_entry
    assert queries.standing("activity:1") == [handed]
    assert queries.faults() == []


def test_more_than_there_is_cannot_be_handed_out(stocked, edition, office):
    with pytest.raises(MaterialsError, match="1000") as caught:
        actions.hand_out(edition=edition, place=stocked, count=1001, by=office, **ACTIVITY)
    assert caught.value.reason == "too_few"
    assert total() == 0
    assert queries.on_hand(edition, stocked) == 1000


def test_a_store_that_never_had_any_has_none(edition, unit_store, office):
    assert refusal(actions.hand_out, edition=edition, place=unit_store, count=1, by=office, **ACTIVITY) == "too_few"


def test_no_more_is_delivered_than_was_printed(run, store, office):
    actions.deliver(run=run, place=store, count=600, at=NOW, by=office, now=NOW)
    words = {"run": run, "place": store, "count": 401, "at": NOW, "by": office, "now": NOW}
    assert refusal(actions.deliver, **words) == "over_printed"
    actions.deliver(**words | {"count": 400})
    assert queries.on_hand(run.edition, store) == 1000


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE materials_movement SET count = count + 1",
        "DELETE FROM materials_movement",
        "UPDATE materials_printrun SET printed = printed * 10",
        "UPDATE materials_balance SET count = -1",
        RAW.format("'handed_out', edition_id, NULL, to_place_id, NULL, 1001"),
        RAW.format("'delivered', edition_id, run_id, NULL, to_place_id, 1"),
    ],
)
def test_the_database_itself_refuses(stocked, edition, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert queries.on_hand(edition, stocked) == 1000
    assert queries.faults() == []


def test_taking_back_is_a_movement_and_a_counter_entry(stocked, edition, office):
    handed = actions.hand_out(edition=edition, place=stocked, count=50, by=office, **ACTIVITY)
    back = actions.take_back(movement=handed, reason="记错了一场", by=office, now=NOW)
    assert total() == 0
    assert queries.on_hand(edition, stocked) == 1000
    assert [entry.reason for entry in reach_queries.entries("booklets_handed_out")].count("记错了一场") == 1
    assert queries.standing("activity:1") == []
    assert refusal(actions.take_back, movement=handed, reason="再来", by=office) == "already_taken_back"
    assert refusal(actions.take_back, movement=back, reason="再来", by=office) == "wrong_state"
    assert refusal(actions.take_back, movement=handed, reason=" ", by=office) == "no_reason"
    assert Movement.objects.count() == 3


def test_a_replay_counts_once(stocked, edition, office):
    words = {"edition": edition, "place": stocked, "by": office, "idempotency_key": "sheet-1", **ACTIVITY}
    first = actions.hand_out(count=5, **words)
    assert actions.hand_out(count=5, **words) == first
    assert refusal(actions.hand_out, count=6, **words) == "replay_differs"
    assert total() == 5


def test_many_are_handed_out_all_or_none(stocked, edition, office):
    rows = [actions.Handing(edition, stocked, 400, NOW, f"activity:{number}") for number in range(3)]
    assert refusal(actions.hand_out_many, rows=rows, by=office, now=NOW) == "too_few"
    assert total() == 0
    actions.hand_out_many(rows=rows[:2], by=office, now=NOW)
    assert total() == 800


def test_a_withdrawn_edition_is_not_handed_out(stocked, edition, office):
    actions.mark_for_check(edition=edition, reason="网络安全法已修改", by=office, now=NOW)
    actions.hand_out(edition=edition, place=stocked, count=1, by=office, **ACTIVITY)
    actions.withdraw(edition=edition, reason="条文已变", by=office, now=NOW)
    assert refusal(actions.hand_out, edition=edition, place=stocked, count=1, by=office, **ACTIVITY) == "withdrawn"
    assert queries.editions_at(stocked) == []
    assert refusal(actions.say_fit, edition=edition, reason="又可以了", by=office) == "wrong_state"
    actions.destroy(edition=edition, place=stocked, count=999, at=NOW, reason="化浆", by=office, now=NOW)
    assert queries.on_hand(edition, stocked) == 0


def test_units_are_told_of_a_withdrawn_edition_they_hold(
    stocked, edition, unit_store, office, contact, mailoutbox, django_capture_on_commit_callbacks
):
    contact.email = "contact@example.org"
    contact.save(update_fields=["email"])
    actions.move(edition=edition, origin=stocked, target=unit_store, count=30, at=NOW, by=office, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(edition=edition, reason="条文已变", by=office, now=NOW)
    assert [mail.to for mail in mailoutbox] == [[contact.email]]
    assert "城关司法所：30 册" in mailoutbox[0].body
    assert "条文已变" in mailoutbox[0].body


def test_a_count_settles_what_is_there(stocked, edition, office):
    written = actions.settle_count(place=stocked, counted={edition: 990}, reason="彭若兰盘点", by=office, now=NOW)
    assert [(one.kind, one.count) for one in written] == [("missing", 10)]
    assert actions.settle_count(place=stocked, counted={edition: 990}, reason="再盘", by=office, now=NOW) == []
    actions.settle_count(place=stocked, counted={edition: 991}, reason="又找到一本", by=office, now=NOW)
    assert queries.on_hand(edition, stocked) == 991


def test_a_contact_keeps_only_the_own_stores(stocked, edition, unit_store, contact):
    stranger = factories.person(Role.UNIT_CONTACT, organisation=factories.organisation())
    for somebody in (stranger, contact):
        words = {"edition": edition, "place": stocked, "count": 1, "by": somebody, **ACTIVITY}
        assert refusal(actions.hand_out, **words) == "not_allowed"
    watching = factories.person(Role.OBSERVER)
    words = {"edition": edition, "place": unit_store, "count": 1, "by": watching, **ACTIVITY}
    assert refusal(actions.hand_out, **words) == "not_allowed"


@pytest.mark.parametrize("count", [0, -3, True, 10**9])
def test_counts_are_whole_and_above_nought(stocked, edition, office, count):
    assert refusal(actions.hand_out, edition=edition, place=stocked, count=count, by=office, **ACTIVITY) == "bad_count"
    assert Balance.objects.get().count == 1000

"""From plan to ledger: what is recorded counts once, what is taken out leaves by a counter-entry with its reason."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from PIL import Image

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.events import actions, handouts, queries
from pufa.events.actions import Sheet
from pufa.events.errors import EventsError
from pufa.events.models import Activity, SignUp, State
from pufa.events.states import THEME_DAYS
from pufa.events.tests.conftest import NOW, together
from pufa.lib import clock
from pufa.materials import actions as stock
from pufa.materials import queries as stock_queries
from pufa.materials.errors import MaterialsError
from pufa.reach import queries as reach_queries

pytestmark = pytest.mark.django_db
SHEET = Sheet(people=120, counting="counted", asked="被骗了找谁？")


def totals():
    return tuple(
        int(reach_queries.total(name)) for name in ("activities_held", "people_reached", "booklets_handed_out")
    )


def refusal(deed, **words):
    with pytest.raises(EventsError) as caught:
        deed(**words)
    return caught.value.reason


@pytest.fixture
def store(unit, office):
    from datetime import date

    place = stock.open_store(name="司法局库房", organisation=unit, by=office)
    title = stock.add_title(slug="one", name="密码口袋书", by=office)
    edition = stock.add_edition(title=title, number=1, year=2026, by=office)
    run = stock.print_run(edition=edition, printed=500, delivered_on=date(2026, 11, 1), by=office)
    stock.deliver(run=run, place=place, count=500, at=NOW, by=office)
    return handouts.Handed(edition, place, 80)


def picture(colour=0, size=(80, 60)):
    file = io.BytesIO()
    image = Image.new("RGB", size)
    image.putdata([((x * 7 + colour) % 256, (x * x) % 256, colour) for x in range(size[0] * size[1])])
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_what_took_place_is_counted_once_with_its_copies(past, contact, store, district):
    actions.record(activity=past, sheet=Sheet(120, "counted", [store], "被骗了找谁？"), by=contact)
    assert totals() == (1, 120, 80)
    assert refusal(actions.record, activity=past, sheet=SHEET, by=contact) == "wrong_state"
    entry = reach_queries.entries("people_reached").get()
    assert (entry.district, entry.source_key, entry.source_url) == (district, past.key, past.get_absolute_url())
    assert THEME_DAYS.total(clock.today()) == 1


def test_taking_out_lowers_every_figure_and_keeps_both_entries(past, contact, store):
    actions.record(activity=past, sheet=Sheet(120, "counted", [store]), by=contact)
    actions.withdraw(activity=past, reason="与另一场重复", by=contact)
    assert totals() == (0, 0, 0)
    assert stock_queries.on_hand(store.edition, store.place) == 500
    rows = list(reach_queries.entries("activities_held"))
    assert sorted(int(row.amount) for row in rows) == [-1, 1]
    assert {row.reason for row in rows} == {"", "与另一场重复"}
    assert THEME_DAYS.total(clock.today()) == 0
    assert refusal(actions.withdraw, activity=past, reason="再来", by=contact) == "wrong_state"


def test_a_sheet_is_corrected_by_entries_that_set_it_off(past, contact, store):
    actions.record(activity=past, sheet=Sheet(120, "counted", [store]), by=contact)
    right = Sheet(210, "signed", [handouts.Handed(store.edition, store.place, 90)])
    actions.correct(activity=past, sheet=right, reason="漏数一个入口", by=contact)
    assert totals() == (1, 210, 90)
    assert stock_queries.on_hand(store.edition, store.place) == 410
    assert past.counting == "signed"


def test_more_copies_than_there_are_leave_nothing_half_written(past, contact, store):
    sheet = Sheet(10, "counted", [handouts.Handed(store.edition, store.place, 501)])
    with pytest.raises(MaterialsError):
        actions.record(activity=past, sheet=sheet, by=contact)
    past.refresh_from_db()
    assert (past.state, totals()) == (State.PLANNED, (0, 0, 0))


def test_what_is_to_come_or_called_off_is_not_recorded(coming, contact):
    assert refusal(actions.record, activity=coming, sheet=SHEET, by=contact) == "bad_day"
    actions.call_off(activity=coming, reason="下雨", by=contact)
    assert refusal(actions.record, activity=coming, sheet=SHEET, by=contact) == "wrong_state"
    assert refusal(actions.sign_up, activity=coming, name="老王") == "closed"


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (Sheet(-1, "counted"), "bad_count"),
        (Sheet(True, "counted"), "bad_count"),
        (Sheet(10**9, "counted"), "bad_count"),
        (Sheet(1, "guessed"), "empty"),
        (Sheet(1, "counted", asked="打我电话13812345678"), "personal_data"),
    ],
)
def test_a_wrong_sheet_is_refused(past, contact, sheet, reason):
    assert refusal(actions.record, activity=past, sheet=sheet, by=contact) == reason


def test_another_unit_and_an_observer_may_not(past, coming):
    stranger = factories.person(Role.UNIT_CONTACT, organisation=factories.organisation())
    for somebody in (stranger, factories.person(Role.OBSERVER)):
        assert refusal(actions.record, activity=past, sheet=SHEET, by=somebody) == "not_allowed"
        assert refusal(actions.call_off, activity=coming, reason="x", by=somebody) == "not_allowed"
        assert refusal(actions.add_picture, activity=past, data=picture(), by=somebody) == "not_allowed"


def test_seats_are_never_taken_twice(coming):
    first = actions.sign_up(activity=coming, name="老王", seats=2)
    assert refusal(actions.sign_up, activity=coming, name="小李", seats=2) == "full"
    actions.sign_up(activity=coming, name="小李")
    assert refusal(actions.sign_up, activity=coming, name="小张") == "full"
    actions.cancel(sign_up=first)
    actions.cancel(sign_up=first)
    coming.refresh_from_db()
    assert (coming.taken, coming.seats_left()) == (1, 2)
    assert refusal(actions.sign_up, activity=coming, name="  ") == "no_reason"
    assert refusal(actions.sign_up, activity=coming, name="x", seats=6) == "bad_count"


@pytest.mark.django_db(transaction=True)
def test_twelve_people_at_once_take_three_seats(coming):
    refused = together([lambda: actions.sign_up(activity=coming, name="老王")] * 12)
    coming.refresh_from_db()
    assert (coming.taken, SignUp.objects.count()) == (3, 3)
    assert [error.reason for error in refused] == ["full"] * 9


@pytest.mark.django_db(transaction=True)
def test_a_sheet_sent_twice_at_once_counts_once(past, contact):
    refused = together([lambda: actions.record(activity=past, sheet=SHEET, by=contact)] * 4)
    assert [error.reason for error in refused] == ["wrong_state"] * 3
    assert totals()[:2] == (1, 120)


def test_the_database_keeps_the_bound_too(coming):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=coming.pk).update(taken=4)


def test_names_are_sealed_and_forgotten(coming, contact):
    one = actions.sign_up(activity=coming, name="王小明")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM events_signup")
        assert "王小明" not in str(cursor.fetchall())
    assert actions.check_in(activity=coming, code=one.code.lower(), by=contact).state == SignUp.State.CAME
    assert refusal(actions.check_in, activity=coming, code=one.code, by=contact) == "wrong_state"
    assert refusal(actions.check_in, activity=coming, code="NOPE", by=contact) == "no_such_thing"
    assert actions.forget(now=NOW) == 0
    assert actions.forget(now=NOW + timedelta(days=40)) == 1


def test_pictures_are_drawn_anew_and_at_most_three(past, contact):
    made = actions.add_picture(activity=past, data=picture(), by=contact, words="现场")
    with made.file.open("rb") as file:
        assert b"SecretPhone" not in file.read()
    for bad in (b"", b"GIF89a", b"<svg onload=alert(1)>", picture()[:200]):
        assert refusal(actions.add_picture, activity=past, data=bad, by=contact) == "bad_picture"
    for colour in (90, 180):
        actions.add_picture(activity=past, data=picture(colour), by=contact)
    assert refusal(actions.add_picture, activity=past, data=picture(33), by=contact) == "too_many"
    actions.remove_picture(picture=made, by=contact)
    assert past.pictures.count() == 2


def test_doubles_are_found_by_place_and_by_picture(past, words, contact, office):
    again = actions.plan(by=contact, **words | {"title": "反诈进广场", "place": "芦淞 广场。"})
    assert queries.doubles(again) == [past]
    elsewhere = actions.plan(by=contact, **words | {"title": "别处", "place": "神农城"})
    assert queries.doubles(elsewhere) == []
    actions.add_picture(activity=past, data=picture(), by=contact)
    actions.add_picture(activity=elsewhere, data=picture(), by=contact)
    assert queries.doubles(elsewhere) == [past]
    actions.say_another(activity=elsewhere, by=office)
    assert queries.doubles(elsewhere) == []


def test_plans_are_checked(words, contact, theme_day):
    for wrong, reason in (
        ({"title": " "}, "no_reason"), ({"place": ""}, "no_reason"), ({"form": "party"}, "empty"),
        ({"capacity": 0}, "bad_count"), ({"ends_at": words["starts_at"] - timedelta(hours=1)}, "bad_day"),
        ({"theme_day": theme_day, "starts_at": NOW + timedelta(days=60)}, "bad_day"),
    ):  # fmt: skip
        assert refusal(actions.plan, by=contact, **words | wrong) == reason


def test_what_is_taken_bounds_a_change(coming, contact):
    actions.sign_up(activity=coming, name="老王", seats=3)
    assert refusal(actions.change, activity=coming, by=contact, capacity=2) == "bad_count"
    actions.change(activity=coming, by=contact, capacity=10, place="神农城")
    assert coming.seats_left() == 7

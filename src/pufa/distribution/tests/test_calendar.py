"""Days from a table, working days with the announced holidays, and the times accounts keep for posting."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pufa.audit.models import Entry as AuditEntry
from pufa.distribution import actions
from pufa.distribution.actions import calendar, days_import, slots
from pufa.distribution.models import AccountSlots, CalendarDay, Delivery
from pufa.distribution.queries import calendar as calendar_queries
from pufa.distribution.queries import slots as slot_queries
from pufa.distribution.tests import factories
from pufa.editorial.tests.factories import sign_in
from pufa.lib import clock, workdays
from pufa.review import deadlines
from pufa.review.models import Track

pytestmark = pytest.mark.django_db
HEAD = "名称,首日,末日,类别,每年,已核对,备注"
MONDAY = factories.MONDAY
State = Delivery.State


@pytest.fixture
def place():
    return factories.city()


def table(*lines, encoding="utf-8"):
    return "\n".join([HEAD, *lines]).encode(encoding)


def in_shanghai(day, hour, minute=0):
    return datetime(*day, hour, minute, tzinfo=clock.SHANGHAI)


def test_the_years_holidays_come_from_a_table_and_twice_is_once(client, place):
    sign_in(client, place.office)
    data = table(
        "春节,2027.2.5,2027/2/11,节假日,否,是,以公告为准", "补班,2027年2月14日,,调休上班,,是,", encoding="gb18030"
    )
    shown = client.post("/desk/calendar/days/import/", {"file": SimpleUploadedFile("days.csv", data)})
    parcel = shown.context["parcel"]
    assert not CalendarDay.objects.filter(title="补班").exists()
    assert client.post("/desk/calendar/days/import/", {"parcel": parcel}).status_code == 302
    day = CalendarDay.objects.get(title="春节")
    assert (day.first, day.last, day.kind, day.is_verified) == (date(2027, 2, 5), date(2027, 2, 11), "holiday", True)
    told = days_import.import_days(data, by=place.office)
    assert (told.created, told.changed, told.same) == (0, 0, 2)
    changed = days_import.import_days(table("春节,2027-02-05,2027-02-12,节假日,否,是,"), by=place.office)
    assert (changed.created, changed.changed) == (0, 1)
    exported = b"".join(client.get("/desk/calendar/days/export/").streaming_content)
    assert days_import.plan_import(exported)[1].same == CalendarDay.objects.count()


def test_what_is_wrong_in_a_table_is_said_by_row_and_column_and_nothing_is_kept(client, place):
    sign_in(client, place.office)
    before = CalendarDay.objects.count()
    data = table(
        "好,2027-05-01,,节假日,否,是,", "坏,五一,,节假日,,,", "反,2027-05-03,2027-05-01,节假日,,,",
        "类,2027-05-04,,放假,,,", "好,2027-05-01,,节假日,,,", "核,2027-05-05,,主题日,,也许,",
    )  # fmt: skip
    shown = client.post("/desk/calendar/days/import/", {"file": SimpleUploadedFile("days.csv", data)})
    assert shown.status_code == 400
    problems = [(one.row, one.column) for one in shown.context["problems"]]
    assert problems == [(3, "首日"), (4, "末日"), (5, "类别"), (6, "名称"), (7, "已核对")]
    assert CalendarDay.objects.count() == before
    sign_in(client, place.editor)
    assert client.get("/desk/calendar/days/import/").status_code in {302, 403}
    with pytest.raises(actions.NotAllowedError):
        days_import.import_days(table("好,2027-05-01,,节假日,否,是,"), by=place.editor)


def test_a_gate_due_over_the_holidays_waits_for_the_working_day(place, settings):
    settings.REVIEW = {**settings.REVIEW, "days": 2}
    thursday = in_shanghai((2027, 2, 4), 15)
    assert deadlines.gate_due(Track.NORMAL, thursday) == in_shanghai((2027, 2, 8), 15)
    days_import.import_days(
        table("春节,2027-02-05,2027-02-11,节假日,否,是,", "补班,2027-02-14,,调休上班,,是,"), by=place.office
    )
    assert deadlines.gate_due(Track.NORMAL, thursday) == in_shanghai((2027, 2, 14), 15)
    assert workdays.add(date(2027, 2, 12), -1) == date(2027, 2, 4)


def test_each_account_gets_a_piece_at_its_own_next_time(place):
    early, late, free = (factories.account(platform="weibo") for _ in range(3))
    slots.keep_slots(accounts=[early], times="18:00，7:30", only_workdays=False, by=place.office)
    slots.keep_slots(accounts=[late], times="09:00", only_workdays=True, by=place.office)
    friday = in_shanghai((2026, 3, 6), 8)
    plan = factories.planned(place, [early, late, free], now=friday, in_slots=True)
    at = {row.account_id: clock.in_shanghai(row.act_at) for row in plan.deliveries.all()}
    assert at[early.pk] == in_shanghai((2026, 3, 6), 18)
    assert at[late.pk] == in_shanghai((2026, 3, 6), 9)
    assert at[free.pk] == friday
    again = factories.planned(place, [early, late], now=friday, in_slots=True, repeat_reason="再发一次")
    next_at = {row.account_id: clock.in_shanghai(row.act_at) for row in again.deliveries.all()}
    assert next_at == {early.pk: in_shanghai((2026, 3, 7), 7, 30), late.pk: in_shanghai((2026, 3, 9), 9)}
    assert slot_queries.taken(friday, in_shanghai((2026, 3, 7), 0)) == {
        (early.pk, at[early.pk]),
        (late.pk, at[late.pk]),
    }


def test_a_delivery_waits_for_its_own_time_and_gives_it_back_when_moved(place):
    one, other = factories.account(platform="weibo"), factories.account(platform="weibo")
    slots.keep_slots(accounts=[one], times="10:00 20:00", only_workdays=False, by=place.office)
    slots.keep_slots(accounts=[other], times="21:00", only_workdays=False, by=place.office)
    at = in_shanghai((2026, 3, 6), 8)
    plan = factories.planned(place, [one, other], now=at, at=at + timedelta(hours=1), in_slots=True)
    calendar.move_sending(plan=plan, at=at + timedelta(hours=3), by=place.office, now=at)
    first, _second = plan.deliveries.order_by("act_at")
    assert (first.account_id, clock.in_shanghai(first.slot_at).hour) == (one.pk, 20)
    assert actions.start_due(now=at + timedelta(hours=4)) == 0
    assert actions.start_due(now=first.act_at) == 1
    states = dict(plan.deliveries.values_list("account", "state"))
    assert states == {one.pk: State.DUE, other.pk: State.PLANNED}
    shown = calendar_queries.entries(place.office, at.date(), at.date(), kinds=("sending",))
    assert [(clock.in_shanghai(entry.at).hour, entry.detail) for entry in shown] == [(20, "1 个账号"), (21, "1 个账号")]
    actions.call_off(plan=plan, by=place.office, reason="不发了", now=at)
    assert slot_queries.taken(at, at + timedelta(days=2)) == set()


@pytest.mark.parametrize("times", ["25:00", "7", "07:30 07:45", "八点", " ".join(f"{h:02}:00" for h in range(13))])
def test_what_is_no_time_of_day_is_refused(place, times):
    account = factories.account(platform="weibo")
    with pytest.raises(actions.DistributionError) as refused:
        slots.keep_slots(accounts=[account], times=times, only_workdays=False, by=place.office)
    assert refused.value.reason == "bad_time"
    assert not AccountSlots.objects.exists()


def test_times_are_kept_at_the_desk_for_ticked_accounts(client, place):
    ticked, left = factories.account(platform="weibo"), factories.account(platform="douyin")
    sign_in(client, place.office)
    told = {"times": "07:30 12:00", "only_workdays": "on", "accounts": [ticked.pk]}
    assert client.post("/desk/calendar/slots/", told).status_code == 302
    row = AccountSlots.objects.get()
    assert (row.account_id, row.times, row.only_workdays) == (ticked.pk, ["07:30", "12:00"], True)
    assert AuditEntry.objects.filter(verb="calendar.slots_kept").count() == 1
    shown = client.get("/desk/calendar/slots/?platform=weibo").content.decode()
    assert ticked.name in shown
    assert left.name not in shown
    assert "07:30 12:00" in shown
    refused = client.post("/desk/calendar/slots/", {**told, "times": "25:99"})
    assert (refused.status_code, "25:99" in refused.content.decode()) == (400, True)
    assert client.post("/desk/calendar/slots/", {"times": "", "accounts": [ticked.pk]}).status_code == 302
    assert not AccountSlots.objects.exists()
    sign_in(client, place.editor)
    assert client.get("/desk/calendar/slots/").status_code in {302, 403}


def test_the_calendar_says_how_many_times_are_free(client, place):
    account = factories.account(platform="weibo")
    slots.keep_slots(accounts=[account], times="00:01 12:00", only_workdays=False, by=place.office)
    now = clock.now()
    tomorrow = clock.today() + timedelta(days=1)
    factories.planned(place, [account], now=now, at=clock.start_of_day(tomorrow), in_slots=True)
    accounts = slot_queries.Account.objects.all()
    free = slot_queries.free_by_day(accounts, tomorrow, tomorrow + timedelta(days=1), now=now)
    assert free == {tomorrow: (1, 2), tomorrow + timedelta(days=1): (2, 2)}
    sign_in(client, place.office)
    assert "1/2" in client.get(f"/desk/calendar/?view=week&day={tomorrow}").content.decode()

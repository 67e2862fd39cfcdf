"""Activities as citizens, contacts and the office meet them."""

import io
import json

import pytest
from django.urls import reverse
from docx import Document

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.events import actions
from pufa.events.actions import Sheet
from pufa.events.models import Activity, SignUp, State
from pufa.events.tests.conftest import FUTURE, NOW
from pufa.events.tests.test_actions import picture, totals
from pufa.review.tests.factories import sign_in

pytestmark = pytest.mark.django_db


def text(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, answer.content[:300]
    assert not answer.cookies
    return answer.content.decode()


def token_of(client, path):
    return client.get(path).context["form"]["token"].value()


def test_somebody_signs_up_and_gives_the_seats_back(client, coming):
    path = coming.get_absolute_url()
    sent = {"token": token_of(client, path), "name": "老王", "seats": "2"}
    answer = client.post(path, sent)
    assert answer.status_code == 302
    assert not answer.cookies
    mine = answer["Location"]
    assert SignUp.objects.get().code in text(client, mine)
    again = client.post(path, sent)
    assert "已经提交过了" in again.content.decode()
    coming.refresh_from_db()
    assert coming.taken == 2
    client.post(mine, {"token": token_of(client, mine)})
    coming.refresh_from_db()
    assert coming.taken == 0
    assert "座位已退回" in text(client, mine)
    assert client.get("/activities/signed/NOSUCHCODE/").status_code == 404


def test_forms_need_a_fresh_token_and_no_machine(client, coming):
    path = coming.get_absolute_url()
    for sent in (
        {"token": "forged", "name": "x", "seats": "1"},
        {"token": token_of(client, path), "name": "x", "seats": "1", "homepage": "http://spam"},
        {"name": "x", "seats": "1"},
    ):
        assert client.post(path, sent).status_code == 400
    assert not SignUp.objects.exists()


def test_refused_for_want_of_seats_one_may_send_again(client, coming):
    actions.sign_up(activity=coming, name="老王", seats=2)
    path = coming.get_absolute_url()
    token = token_of(client, path)
    assert "只剩 1 个座位" in client.post(path, {"token": token, "name": "小李", "seats": "2"}).content.decode()
    assert client.post(path, {"token": token, "name": "小李", "seats": "1"}).status_code == 302


def test_the_public_sees_what_is_announced_and_recorded(client, coming, past, words, contact):
    draft = actions.plan(by=contact, is_draft=True, **words | {"title": "还没定的", "starts_at": FUTURE})
    actions.record(activity=past, sheet=Sheet(120, "counted", asked="点了链接怎么办？"), by=contact)
    listed = text(client, "/activities/")
    assert coming.title in listed
    assert past.title in listed
    assert "还没定的" not in listed
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "点了链接怎么办" in text(client, past.get_absolute_url())
    assert past.title not in text(client, "/activities/?form=talk")
    assert past.title in text(client, "/activities/?month=2026-11&q=反诈")
    for path in ("/activities/map/", past.theme_day.get_absolute_url(), past.theme_day.campaign.get_absolute_url()):
        assert "120" in text(client, path)
        assert "120" in text(client, f"/elders{path}")
    actions.withdraw(activity=past, reason="重复", by=contact)
    assert client.get(past.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("asked", [f"month={10**20}", "month=2026-99999999999", "q=%00", "district=%00", "page=-1"])
def test_filters_nobody_can_mean_break_nothing(client, coming, asked):
    assert "活动" in text(client, f"/activities/?{asked}")


def test_calendars_feeds_and_open_data(client, coming, past, contact):
    actions.record(activity=past, sheet=Sheet(120, "counted"), by=contact)
    calendar = client.get("/activities/calendar.ics").content.decode()
    assert f"SUMMARY:{coming.title}" in calendar
    assert "DTSTART:20261125T040000Z" in calendar
    assert client.get(f"{coming.get_absolute_url()}activity.ics").status_code == 200
    feed = json.loads(client.get("/activities/feed.json").content)
    assert feed["items"][0]["_activity"]["seats_left"] == 3
    rows = json.loads(b"".join(client.get("/activities/activities.json").streaming_content))
    assert [(row["title"], row["people"]) for row in rows] == [(past.title, 120)]
    lines = b"".join(client.get("/activities/activities.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2


def test_a_contact_records_on_the_phone_in_one_form(client, past, contact):
    sign_in(client, contact)
    page = client.get(past.desk_url).content.decode()
    assert "活动登记表" in page
    sent = {"step": "record", "record-people": "85", "record-counting": "signed", "record-asked": "上当的多吗？"}
    assert client.post(past.desk_url, sent).status_code == 302
    assert totals()[:2] == (1, 85)
    assert "events/blur" in client.get(past.desk_url).content.decode()  # faces are tapped on the picture
    file = io.BytesIO(picture())
    file.name = "现场.jpg"
    sent = {
        "step": "picture",
        "picture-picture": file,
        "picture-words": "现场",
        "picture-hidden": "[[0.1,0.1,0.2,0.2]]",
    }
    assert client.post(past.desk_url, sent).status_code == 302
    assert past.pictures.count() == 1
    wrong = {"step": "correct", "correct-people": "-5", "correct-counting": "signed", "correct-reason": "x"}
    assert client.post(past.desk_url, wrong).status_code == 400
    right = wrong | {"correct-people": "90"}
    assert client.post(past.desk_url, right).status_code == 302
    assert totals()[:2] == (1, 90)
    client.post(past.desk_url, {"step": "withdraw", "withdraw-reason": "重复"})
    assert totals()[:2] == (0, 0)


def test_a_contact_plans_for_the_own_unit_only(client, contact, unit, district):
    sign_in(client, contact)
    sent = {
        "title": "反诈讲座", "form": "talk", "organisation": unit.pk, "district": district.pk, "place": "文化站",
        "starts_at": "2026-12-04T09:30",
    }  # fmt: skip
    assert client.post(reverse("events_desk:plan"), sent).status_code == 302
    made = Activity.objects.get()
    assert (made.state, made.starts_at.isoformat()) == (State.PLANNED, "2026-12-04T01:30:00+00:00")
    other = factories.organisation()
    assert client.post(reverse("events_desk:plan"), sent | {"organisation": other.pk}).status_code == 400
    assert client.post(made.desk_url + "change/", sent | {"place": "礼堂"}).status_code == 302
    made.refresh_from_db()
    assert made.place == "礼堂"


def test_rooms_are_shut_to_others(client, past, office):
    stranger = factories.person(Role.UNIT_CONTACT, organisation=factories.organisation())
    sign_in(client, stranger)
    assert client.get(past.desk_url).status_code == 404
    assert client.get(reverse("events_desk:import")).status_code == 403
    sign_in(client, factories.person(Role.LECTURER))
    assert client.get(reverse("events_desk:activities")).status_code == 403
    sign_in(client, factories.person(Role.OBSERVER))
    assert client.get(past.desk_url).status_code == 200
    assert client.post(past.desk_url, {"step": "record", "record-people": "1"}).status_code == 200
    assert past.title in client.get(reverse("events_desk:activities")).content.decode()


def test_a_theme_day_is_reported_in_word_and_announced_on_a_poster(client, past, theme_day, contact, office):
    actions.record(activity=past, sheet=Sheet(120, "counted", asked="点了链接怎么办？"), by=contact)
    actions.add_picture(activity=past, data=picture(), by=contact, words="现场")
    sign_in(client, office)
    answer = client.get(reverse("events_desk:report", args=[theme_day.pk]))
    document = Document(io.BytesIO(answer.content))
    told = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "网络安全宣传周校园日活动情况报告" in told
    assert "开展活动 1 场，覆盖 120 人次" in told
    assert "点了链接怎么办" in told
    assert len(document.inline_shapes) == 1
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"广场反诈宣传", "120", "http://127.0.0.1:8000/figures/people_reached/"} <= cells
    poster = client.get(reverse("events_desk:poster", args=[theme_day.pk]))
    assert poster.content.startswith(b"%PDF")


def test_campaigns_are_made_at_the_desk(client, office):
    sign_in(client, office)
    sent = {"name": "宪法宣传周", "slug": "constitution", "first_day": "2026-12-01", "last_day": "2026-12-07"}
    answer = client.post(reverse("events_desk:new_campaign"), sent)
    assert answer.status_code == 302
    day = {"name": "宪法进机关", "day": "2026-12-09"}
    assert client.post(answer["Location"], day).status_code == 400
    assert client.post(answer["Location"], day | {"day": "2026-12-02"}).status_code == 302
    assert "国家宪法日" in client.get(reverse("events_desk:campaigns")).content.decode()
    assert "宪法进机关" in text(client, "/activities/campaigns/constitution/")


def test_what_waits_stands_on_the_first_page(client, past, contact):
    sign_in(client, contact)
    assert past.title in client.get("/desk/").content.decode()
    assert past.title in client.get(reverse("events_desk:to_record")).content.decode()
    assert past.starts_at < NOW

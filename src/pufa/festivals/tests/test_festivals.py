"""Forums from plan to minutes and back, registering, exhibitions with reviewed panels, pages and prints."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.festivals import actions, files, queries
from pufa.festivals.errors import FestivalsError
from pufa.festivals.models import Forum, Panel, Registration
from pufa.reach import queries as reach_queries
from pufa.review.tests import factories as review_factories
from pufa.review.tests.factories import sign_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def office(db):
    return factories.person(Role.OFFICE, organisation=factories.organisation(kind="office"))


def made(office, days, **more):
    start = NOW + timedelta(days=days)
    forum = actions.plan(
        name="北斗规模应用法治保障论坛", slug=f"beidou-{days}", host=office.organisation, venue="会展中心",
        starts_at=start,
        ends_at=start + timedelta(hours=3), by=office, now=NOW, **more,
    )  # fmt: skip
    return actions.announce(forum=forum, by=office, now=NOW)


@pytest.fixture
def coming(office):
    return made(office, 5, capacity=2)


@pytest.fixture
def past(office):
    return made(office, -3)


def refusal(deed, **words):
    with pytest.raises(FestivalsError) as caught:
        deed(**words)
    return caught.value.reason


def totals():
    return tuple(int(reach_queries.total(name)) for name in ("forums_held", "people_reached"))


def session(forum, office, hour, **more):
    begin = forum.starts_at + timedelta(hours=hour)
    words = {"title": f"第{hour}节", "starts_at": begin, "ends_at": begin + timedelta(hours=1), "by": office}
    return actions.add_session(forum=forum, **words | more)


def test_an_agenda_has_no_clashes(coming, office):
    session(coming, office, 0, room="一厅", speaker="示例甲")
    assert refusal(lambda: session(coming, office, 0, room="一厅")) == "clash"
    assert refusal(lambda: session(coming, office, 0, room="二厅", speaker="示例甲")) == "clash"
    session(coming, office, 0, room="二厅", speaker="示例乙")
    session(coming, office, 1, room="一厅", speaker="示例甲")
    assert coming.sessions.count() == 3
    current, following = queries.on_now(coming, coming.starts_at + timedelta(minutes=5))
    assert ([one.room for one in current], [one.title for one in following]) == (["一厅", "二厅"], ["第1节"])


def test_a_forum_counts_with_its_minutes_and_can_be_taken_back(past, coming, office):
    assert refusal(actions.close, forum=coming, people=1, minutes="x", by=office) == "bad_day"
    assert refusal(actions.close, forum=past, people=120, minutes=" ", by=office) == "no_reason"
    actions.close(forum=past, people=120, minutes="一、致辞。", by=office)
    assert totals() == (1, 120)
    actions.reopen(forum=past, reason="人数有误", by=office)
    assert totals() == (0, 0)
    actions.close(forum=past, people=118, minutes="一、致辞。", by=office)
    assert totals() == (1, 118)
    document = Document(io.BytesIO(files.minutes(past)))
    assert "一、致辞。" in [paragraph.text for paragraph in document.paragraphs]
    assert (
        refusal(actions.close, forum=past, people=1, minutes="x", by=factories.person(Role.OBSERVER)) == "not_allowed"
    )


def test_seats_codes_and_forgetting(coming, office):
    first = actions.register(forum=coming, name="王小明", unit="示例局")
    actions.register(forum=coming, name="李")
    assert refusal(actions.register, forum=coming, name="张") == "full"
    for _time in range(2):
        actions.cancel(registration=first)
    assert actions.register(forum=coming, name="张").code
    assert refusal(actions.check_in, forum=coming, code=first.code, by=office) == "wrong_state"
    assert refusal(actions.check_in, forum=coming, code="NOPE", by=office) == "no_such_thing"
    last = Registration.objects.last()
    assert actions.check_in(forum=coming, code=last.code.lower(), by=office).came_at == NOW
    assert files.badges(coming).startswith(b"%PDF")
    assert actions.forget(now=NOW) == 0
    assert actions.forget(now=NOW + timedelta(days=60)) == 3


def test_anybody_registers_without_an_account(client, coming):
    path = coming.get_absolute_url()
    token = client.get(path).context["form"]["token"].value()
    answer = client.post(path, {"token": token, "name": "老王", "unit": ""})
    assert answer.status_code == 302
    assert not answer.cookies
    mine = answer["Location"]
    assert Registration.objects.get().code in client.get(mine).content.decode()
    client.post(mine, {"token": client.get(mine).context["form"]["token"].value()})
    assert Registration.objects.get().is_cancelled


def picture():
    file = io.BytesIO()
    Image.new("RGB", (90, 60), "teal").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def exhibition(office, past):
    made = actions.open_exhibition(slug="corridor", name="网络普法长廊", forum=past, place="一楼大厅", by=office)
    for number in range(1, 4):
        actions.add_panel(
            exhibition=made, title=f"第{number}块", text="先核实，再转发。", law="《网络安全法》", by=office
        )
    return made


def test_panels_are_shown_once_approved_in_their_order(client, exhibition, office):
    assert list(queries.panels(exhibition)) == []
    panels = list(exhibition.panels.all())
    actions.set_picture(panel=panels[0], data=picture(), alt="示意图", by=office)
    assert refusal(actions.set_picture, panel=panels[0], data=b"<svg/>", alt="x", by=office) == "bad_file"
    assert refusal(actions.set_audio, panel=panels[0], data=b"MZ", by=office) == "bad_file"
    staff = review_factories.hire()
    for one in panels[:2]:
        review = review_factories.proofed(actions.submit_panel(panel=one, by=office, now=NOW), staff, now=NOW)
        for _gate in range(3):
            review = review_factories.pass_gate(review, staff, now=NOW)
    assert [one.title for one in queries.panels(exhibition)] == ["第1块", "第2块"]
    actions.order_panels(exhibition=exhibition, numbers=[panels[1].pk, panels[0].pk, panels[2].pk], by=office)
    assert [one.title for one in queries.panels(exhibition)] == ["第2块", "第1块"]
    assert refusal(actions.order_panels, exhibition=exhibition, numbers=[1], by=office) == "no_such_thing"
    page = client.get(panels[1].get_absolute_url()).content.decode()
    assert "1 / 2" in page
    assert panels[0].get_absolute_url() in page
    assert client.get(panels[2].get_absolute_url()).status_code == 404
    with zipfile.ZipFile(io.BytesIO(files.panels(exhibition, "a3"))) as archive:
        assert archive.namelist() == ["01-a3.pdf", "02-a3.pdf"]
        assert archive.read("02-a3.pdf").startswith(b"%PDF")
    assert files.panel(queries.panels(exhibition)[0], "a1").startswith(b"%PDF")


def test_what_the_public_sees(client, coming, past, exhibition, office):
    session(coming, office, 0, room="一厅", speaker="示例甲")
    actions.close(forum=past, people=120, minutes="一、致辞。", by=office)
    for path in ("/forums/", coming.get_absolute_url(), past.get_absolute_url(), exhibition.get_absolute_url()):
        assert client.get(path).status_code == 200
        assert client.get(f"/elders{path}").status_code == 200
    live = client.get(f"{coming.get_absolute_url()}live/")
    assert live["Refresh"] == "30"
    assert "第0节" in live.content.decode()
    assert "SUMMARY:第0节" in client.get(f"{coming.get_absolute_url()}agenda.ics").content.decode()
    draft = actions.plan(name="没定", slug="draft", host=office.organisation, venue="x", starts_at=NOW,
                         ends_at=NOW + timedelta(hours=1), by=office)  # fmt: skip
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_rooms_at_the_desk(client, past, exhibition, office):
    sign_in(client, office)
    for name in ("forums", "new", "exhibitions"):
        assert client.get(reverse(f"festivals_desk:{name}")).status_code == 200
    sent = {"step": "close", "close-people": "88", "close-minutes": "一、致辞。"}
    assert client.post(past.desk_url, sent).status_code == 302
    assert totals() == (1, 88)
    assert client.get(reverse("festivals_desk:minutes", args=[past.pk])).status_code == 200
    add = {"step": "add", "add-title": "新的", "add-text": "一句话。"}
    assert client.post(exhibition.desk_url, add).status_code == 302
    panel = Panel.objects.get(title="新的")
    file = SimpleUploadedFile("p.jpg", picture())
    assert (
        client.post(panel.desk_url, {"step": "picture", "picture-picture": file, "picture-alt": "图"}).status_code
        == 302
    )
    assert client.post(reverse("festivals_desk:submit", args=[panel.pk])).status_code == 302
    new = {
        "name": "新媒体大会", "slug": "media", "host": office.organisation_id, "venue": "大剧院",
        "starts_at": "2026-12-01T09:00", "ends_at": "2026-12-01T12:00",
    }  # fmt: skip
    assert client.post(reverse("festivals_desk:new"), new).status_code == 302
    forum = Forum.objects.get(slug="media")
    step = {"step": "session", "session-title": "开幕", "session-starts_at": "2026-12-01T09:00"}
    assert client.post(forum.desk_url, step | {"session-ends_at": "2026-12-01T08:00"}).status_code == 400
    assert client.post(forum.desk_url, step | {"session-ends_at": "2026-12-01T10:00"}).status_code == 302
    assert client.post(reverse("festivals_desk:announce", args=[forum.pk])).status_code == 302
    sign_in(client, factories.person(Role.LECTURER))
    assert client.get(reverse("festivals_desk:forums")).status_code == 403

"""Works from entry to wall, awards with proof, media stored once, captions, reuse, heritage."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.lib.playable import kind_of
from pufa.lib.tests.sounds import sound
from pufa.matrix.models import Post
from pufa.matrix.tests import factories as matrix_factories
from pufa.reach import queries as reach_queries
from pufa.reach.hits import known
from pufa.reach.models import HourlyHits
from pufa.review.tests import factories as review_factories
from pufa.review.tests.factories import sign_in
from pufa.works import actions, captions, queries
from pufa.works.errors import WorksError
from pufa.works.models import Media, Request, Work
from pufa.works.queries import seen

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
SRT = "1\r\n00:00:01,000 --> 00:00:03,500\r\n第一句<i>话</i>\r\n\r\n2\r\n00:00:04,000 --> 00:00:06,000\r\n第二句\r\n"


@pytest.fixture(autouse=True)
def _clock(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def office(db):
    return factories.person(Role.OFFICE, organisation=factories.organisation(kind="office"))


@pytest.fixture
def unit(db):
    return factories.organisation()


@pytest.fixture
def contact(unit):
    return factories.person(Role.UNIT_CONTACT, organisation=unit)


@pytest.fixture
def work(unit, contact):
    return actions.write(
        slug="numbers", title="如果数字会说话", kind="video", organisation=unit, makers="导演：示例", rights="示例局",
        about="打击经济犯罪短视频。", topics="经济犯罪", transcript="数字不会说谎。", by=contact, now=NOW,
    )  # fmt: skip


def approve(review):
    staff = review_factories.hire()
    review_factories.proofed(review, staff, now=NOW)
    for _gate in range(3):
        review = review_factories.pass_gate(review, staff, now=NOW)


@pytest.fixture
def listed(work, contact):
    approve(actions.submit(work=work, by=contact, now=NOW))
    work.refresh_from_db()
    return work


def picture(colour="red"):
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    Image.new("RGB", (80, 60), colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


def totals():
    return tuple(int(reach_queries.total(name)) for name in ("works_listed", "awards_won"))


def refusal(deed, **words):
    with pytest.raises(WorksError) as caught:
        deed(**words)
    return caught.value.reason


AWARD = {"contest": "示例评选", "rank": "一等奖", "level": "nation", "year": 2024}


def test_a_work_counts_once_it_is_approved_and_once_only(listed, contact):
    assert totals() == (1, 0)
    actions.edit(work=listed, about="新的介绍", by=contact)
    approve(actions.submit(work=listed, by=contact, now=NOW))
    assert totals() == (1, 0)


def test_an_award_needs_a_proof_and_leaves_by_a_counter_entry(listed, contact, office):
    assert refusal(actions.add_award, work=listed, proof=b"", by=contact, **AWARD) == "no_proof"
    assert refusal(actions.add_award, work=listed, proof=b"<svg/>", by=contact, **AWARD) == "bad_file"
    assert refusal(actions.add_award, work=listed, proof=picture(), by=contact, **AWARD | {"year": 2030}) == "bad_day"
    award = actions.add_award(work=listed, proof=picture(), by=contact, **AWARD)
    assert refusal(actions.add_award, work=listed, proof=picture(), by=contact, **AWARD) == "taken"
    assert totals() == (1, 1)
    actions.withdraw_award(award=award, reason="证书有误", by=office)
    assert totals() == (1, 0)
    assert refusal(actions.withdraw_award, award=award, reason="再来", by=office) == "wrong_state"


def test_withdrawing_a_work_takes_its_awards_along(listed, contact, office, client):
    actions.add_award(work=listed, proof=picture(), by=contact, **AWARD)
    actions.withdraw(work=listed, reason="侵权投诉成立", by=office)
    assert totals() == (0, 0)
    assert client.get(listed.get_absolute_url()).status_code == 404


def test_files_are_told_by_their_bytes_and_stored_once(work, contact):
    first = actions.set_medium(work=work, file=SimpleUploadedFile("a.mp4", sound()), by=contact)
    work.refresh_from_db()
    assert (first.kind, work.medium) == ("wav", first)
    assert actions.set_medium(work=work, file=SimpleUploadedFile("b.wav", sound()), by=contact) == first
    made = actions.set_medium(work=work, file=SimpleUploadedFile("c.png", picture()), by=contact)
    with made.file.open("rb") as file:
        assert b"SecretPhone" not in file.read()
    for bad in (b"", b"<html><script>", b"MZ\x90", b"%PDF-1.7"):
        file = SimpleUploadedFile("x.mp4", bad)
        assert refusal(actions.set_medium, work=work, file=file, by=contact) == "bad_file"
    assert Media.objects.count() == 2
    assert kind_of(b"\0\0\0\x18ftypmp42") == "mp4"
    assert kind_of(b"\x1a\x45\xdf\xa3") == "webm"


def test_captions_become_webvtt_or_say_which_line_is_wrong(work, contact):
    told = captions.read(SRT.encode("gb18030"))
    assert told.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.500\n第一句话")
    assert captions.read(told.encode()) == told
    for bad, line, code in (
        ("WEBVTT\n\n00:01 --> 00:02\nx", 3, "bad_time"), ("没有时间", 1, "no_cues"),
        ("00:00:05.000 --> 00:00:01.000\nx", 1, "backwards"),
    ):  # fmt: skip
        with pytest.raises(captions.CaptionsError) as wrong:
            captions.read(bad.encode())
        assert (wrong.value.line, wrong.value.code) == (line, code)
    actions.set_captions(work=work, data=SRT.encode(), by=contact)
    assert refusal(actions.set_captions, work=work, data=b"x --> y", by=contact) == "bad_captions"


def test_units_ask_each_other(listed, contact, office):
    other = factories.person(Role.UNIT_CONTACT, organisation=factories.organisation())
    until = date(2026, 12, 31)
    assert refusal(actions.ask, work=listed, purpose="展播", until=until, by=contact) == "own_work"
    asked = actions.ask(work=listed, purpose="宪法周展播", until=until, by=other)
    assert not queries.may_download(other, listed, NOW.date())
    assert refusal(actions.answer, request=asked, is_granted=True, text="可", by=other) == "not_allowed"
    actions.answer(request=asked, is_granted=True, text="注明出处", by=contact)
    assert asked.state == Request.State.GRANTED
    assert queries.may_download(other, listed, NOW.date())
    assert not queries.may_download(other, listed, date(2027, 1, 1))
    assert refusal(actions.answer, request=asked, is_granted=False, text="x", by=contact) == "wrong_state"


def test_what_the_public_sees(listed, contact, client, office):
    actions.add_award(work=listed, proof=picture(), by=contact, **AWARD)
    actions.set_medium(work=listed, file=SimpleUploadedFile("a.wav", sound()), by=contact)
    actions.set_captions(work=listed, data=SRT.encode(), by=contact)
    wall = client.get("/works/").content.decode()
    assert "如果数字会说话" in wall
    assert "一等奖" in wall
    page = client.get("/works/numbers/")
    assert "<audio controls" in page.content.decode()
    assert not page.cookies
    assert "数字不会说谎" in page.content.decode()
    assert client.get("/works/numbers/captions.vtt")["Content-Type"].startswith("text/vtt")
    assert "示例评选" in client.get("/works/awards/").content.decode()
    assert client.get("/works/awards.json").json()[0]["award"] == "一等奖"
    assert client.get("/works/awards.csv").status_code == 200
    assert "如果数字会说话" not in client.get("/works/?kind=song").content.decode()


def test_heritage_tells_its_story_once_approved(client, office):
    made = actions.write_heritage(
        slug="shadow", name="皮影戏", form="传统戏剧", story="一张羊皮，一盏灯。", lineage="第一代：示例甲",
        rights="演出：本市",         by=office,
    )  # fmt: skip
    assert client.get("/works/heritage/shadow/").status_code == 404
    approve(actions.submit_heritage(heritage=made, by=office, now=NOW))
    for _time in range(2):
        actions.record_use(heritage=made, key="activity:1", title="《影子要借钱》", day=date(2026, 9, 1), by=office)
    assert made.uses.count() == 1
    assert "影子要借钱" in client.get("/works/heritage/shadow/").content.decode()
    assert "皮影戏" in client.get("/works/heritage/").content.decode()


def test_rooms_at_the_desk(client, contact, unit, office):
    sign_in(client, contact)
    sent = {"title": "新作品", "slug": "new-one", "kind": "song", "organisation": unit.pk, "licence": "city"}
    assert client.post(reverse("works_desk:new"), sent).status_code == 302
    work = Work.objects.get()
    file = SimpleUploadedFile("证书.jpg", picture())
    award = {"step": "award", **{f"award-{name}": value for name, value in AWARD.items()}, "award-proof": file}
    assert client.post(work.desk_url, award).status_code == 302
    poster = {"step": "poster", "poster-picture": SimpleUploadedFile("p.jpg", picture("blue"))}
    assert client.post(work.desk_url, poster).status_code == 302
    edit = {"step": "edit", **{f"edit-{name}": value for name, value in sent.items()}, "edit-about": "介绍"}
    assert client.post(work.desk_url, edit).status_code == 302
    assert client.post(reverse("works_desk:submit", args=[work.pk])).status_code == 302
    work.refresh_from_db()
    assert (work.about, work.stage, work.poster is not None) == ("介绍", "review", True)
    for name in ("works", "heritage", "requests", "file"):
        assert client.get(reverse(f"works_desk:{name}")).status_code == 200
    sign_in(client, factories.person(Role.UNIT_CONTACT, organisation=factories.organisation()))
    assert client.post(work.desk_url, edit).status_code == 200
    work.refresh_from_db()
    assert work.about == "介绍"
    sign_in(client, office)
    heritage = {"name": "糖画", "slug": "sugar", "form": "传统美术", "story": "一勺糖。"}
    assert client.post(reverse("works_desk:new_heritage"), heritage).status_code == 302
    sign_in(client, factories.person(Role.LECTURER))
    assert client.get(reverse("works_desk:works")).status_code == 403


def test_figures_of_posts_stand_beside_the_work(listed, contact, client, office):
    link = "https://weibo.example.org/p/1/"
    actions.edit(work=listed, links=f"{link}\nhttps://elsewhere.example.org/x", by=contact)
    approve(actions.submit(work=listed, by=contact, now=NOW))
    account = matrix_factories.account(organisation=contact.organisation)
    told = {"title": "x", "url": "http://weibo.example.org/p/1", "reads": 1234, "shares": 5}
    Post.objects.create(account=account, remote_id="1", published_at=NOW, seen_at=NOW, **told)
    page = client.get(listed.get_absolute_url()).content.decode()
    assert f"{account.name}（{account.platform}）" in page
    assert "阅读1,234次" in page
    assert "点赞" not in page
    assert "https://elsewhere.example.org/x</a>" in page
    assert f'data-hit="{listed.key}"' in page
    HourlyHits.objects.create(object_key=listed.key, hour=NOW, channel="web", count=7, sketch=b"")
    sign_in(client, office)
    desk = client.get(listed.desk_url).content.decode()
    assert "1,234" in desk
    assert seen.reads(listed) == 7
    assert known.titles_of([listed.key, "work:999999", "work:x"]) == {
        listed.key: (str(listed), listed.get_absolute_url())
    }
    assert seen.existing([listed.key, "work:01", "work:9999999999999"]) == {listed.key}


def test_requests_wait_for_the_owner_and_the_office(listed, contact, office, client):
    other = factories.person(Role.UNIT_CONTACT, organisation=factories.organisation())
    actions.ask(work=listed, purpose="展播", until=date(2027, 1, 1), by=other, now=NOW)
    assert [queries.to_answer(one).count() for one in (office, contact, other)] == [1, 1, 0]
    sign_in(client, contact)
    assert "待答复的作品使用申请" in client.get("/desk/").content.decode()
    sign_in(client, other)
    assert "待答复的作品使用申请" not in client.get("/desk/").content.decode()


def test_a_work_has_versions_and_each_name_one(listed, contact, client):
    small = SimpleUploadedFile("small.wav", sound())
    actions.add_rendition(work=listed, name=" 流量省 ", file=small, by=contact, now=NOW)
    page = client.get(listed.get_absolute_url()).content.decode()
    assert "流量省</a>" in page
    sign_in(client, contact)
    told = {"step": "rendition", "rendition-name": "流量省", "rendition-file": SimpleUploadedFile("x.jpg", picture())}
    assert client.post(listed.desk_url, told).status_code == 302
    assert [one.medium.kind for one in listed.renditions.all()] == ["png"]
    wrong = SimpleUploadedFile("x.mp4", b"<svg onload=alert(1)>")
    assert refusal(actions.add_rendition, work=listed, name="大", file=wrong, by=contact) == "bad_file"
    assert refusal(actions.add_rendition, work=listed, name=" ", file=small, by=contact) == "no_such_thing"
    assert client.post(listed.desk_url, {"step": "drop", "drop-name": "流量省"}).status_code == 302
    assert refusal(actions.drop_rendition, work=listed, name="流量省", by=contact) == "no_such_thing"
    other = factories.person(Role.UNIT_CONTACT, organisation=factories.organisation())
    assert refusal(actions.add_rendition, work=listed, name="小", file=small, by=other) == "not_allowed"

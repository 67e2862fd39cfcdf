"""Kits through three reviews, visits in the ledger, devices, sync, slips, files and pages."""

import base64
import io
import json
import uuid
import zipfile
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.lectures import actions, files, script
from pufa.lectures.actions import slips
from pufa.lectures.errors import LecturesError
from pufa.lectures.models import Device, Kit, Visit, VisitState
from pufa.lectures.queries import access
from pufa.lectures.tests.conftest import NOW, SCRIPT, approve
from pufa.lib.tests.sounds import sound
from pufa.reach import queries as reach_queries
from pufa.review.errors import ReviewError
from pufa.review.tests.factories import sign_in

pytestmark = pytest.mark.django_db


def totals():
    return tuple(int(reach_queries.total(name)) for name in ("visits_held", "people_reached"))


def refusal(deed, **words):
    with pytest.raises(LecturesError) as caught:
        deed(**words)
    return caught.value.reason


def picture():
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    Image.radial_gradient("L").resize((60, 60)).convert("RGB").save(file, "JPEG", exif=exif)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


def report(plan=None, **more):
    return {
        "uuid": str(uuid.uuid4()), "kit": "three", "district": "", "place": "龙船镇", "day": "2026-11-19", "people": 42,
        "counting": "counted", "notes": "坐满了", "plan": plan.pk if plan else None, "pictures": [picture()], **more,
    }  # fmt: skip


def send(client, key, told, status=200):
    answer = client.post(
        "/lectures/field/api/visits", json.dumps(told), content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )  # fmt: skip
    assert answer.status_code == status, answer.content
    assert not answer.cookies
    return answer.json()


def test_scripts_are_read_line_by_line():
    lines = script.read(SCRIPT)
    assert [(line.part, line.hint, line.beats) for line in lines] == [
        ("甲", "", 1), ("乙", "伸手", 2), ("丙", "", 0), ("丁", "", 0),
    ]  # fmt: skip
    assert lines[1].text == "先要转钱三百整"
    assert script.parts(lines) == ["甲", "乙", "丙", "丁"]
    with pytest.raises(script.ScriptError) as wrong:
        script.read("甲：好\n" + "长" * 201)
    assert (wrong.value.line, wrong.value.code) == (2, "too_long")


def test_a_kit_is_public_once_three_people_approved(draft, client, kit, office):
    assert kit.stage == Kit.Stage.PUBLIC
    page = client.get("/lectures/three/").content.decode()
    assert "手机一响中大奖" in page
    assert "先交钱的奖都是骗局" in page
    assert "<ruby>" in client.get("/lectures/three/?pinyin=1").content.decode()
    actions.edit_kit(kit=kit, script="甲：改过了", by=office)
    assert "改过了" not in client.get("/lectures/three/").content.decode()
    actions.withdraw_kit(kit=kit, reason="条文改了", by=office)
    assert client.get("/lectures/three/").status_code == 404


def test_what_is_not_approved_nobody_sees(draft, client, lecturer, district, office):
    assert client.get("/lectures/three/").status_code == 404
    words = {"kit": draft, "lecturer": lecturer, "district": district, "place": "x", "day": NOW.date(), "by": lecturer}
    assert refusal(actions.plan, **words) == "not_public"
    actions.submit_kit(kit=draft, by=office)
    with pytest.raises(ReviewError):
        actions.edit_kit(kit=draft, script="甲：趁审核改", by=office)
    assert (
        refusal(actions.write_kit, slug="x", title="x", form="sanjuban", topic="t", script=" ", by=office)
        == "bad_script"
    )


def test_kits_as_files(kit):
    assert files.large_print(kit).startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(files.bundle(kit))) as stick:
        assert stick.testzip() is None
        assert "手机一响中大奖" in stick.read("index.html").decode()
        assert "<ruby>" in stick.read("pinyin.html").decode()
        book = stick.read("three.epub")
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"
        for name in ("book.opf", "nav.xhtml", "script.xhtml", "META-INF/container.xml"):
            ET.fromstring(archive.read(name))
    assert files.epub(kit) == book


def test_a_visit_counts_once_and_is_taken_out_by_counter_entries(plan, lecturer, office):
    actions.record(visit=plan, people=42, counting="counted", by=lecturer, now=NOW)
    assert totals() == (1, 42)
    assert refusal(actions.record, visit=plan, people=42, counting="counted", by=lecturer) == "wrong_state"
    stranger = factories.person(Role.LECTURER)
    assert refusal(actions.withdraw, visit=plan, reason="x", by=stranger) == "not_allowed"
    actions.withdraw(visit=plan, reason="记错", by=office)
    assert totals() == (0, 0)


def test_a_device_is_linked_by_a_code_once(client, lecturer, kit, plan):
    _device, code = actions.ask_code(name="手机", by=lecturer, now=NOW)
    answer = client.post("/lectures/field/api/link", json.dumps({"code": code}), content_type="application/json")
    key = answer.json()["key"]
    again = client.post("/lectures/field/api/link", json.dumps({"code": code}), content_type="application/json")
    assert again.status_code == 401
    pack = client.get("/lectures/field/api/pack", headers={"authorization": f"Bearer {key}"}).json()
    assert [one["slug"] for one in pack["kits"]] == ["three"]
    assert [one["place"] for one in pack["plans"]] == ["龙船镇"]
    assert key not in str(list(Device.objects.values_list()))
    actions.revoke(device=Device.objects.get(), by=lecturer)
    assert client.get("/lectures/field/api/pack", headers={"authorization": f"Bearer {key}"}).status_code == 401
    _device, code = actions.ask_code(name="手机", by=lecturer, now=NOW)
    assert refusal(actions.link, code=code, now=NOW + timedelta(minutes=11)) == "bad_token"
    assert client.get("/lectures/field/api/pack").status_code == 401


def test_a_report_is_stored_once_however_often_it_is_sent(client, key, plan):
    told = report(plan)
    assert send(client, key, told)["result"] == "stored"
    assert send(client, key, told)["result"] == "known"
    assert send(client, key, told | {"people": 9000})["result"] == "known"
    assert totals() == (1, 42)
    visit = Visit.objects.get()
    assert (visit.is_offline, visit.pictures.count()) == (True, 1)
    with visit.pictures.get().file.open("rb") as file:
        assert b"SecretPhone" not in file.read()


def test_a_large_report_is_taken_and_a_huge_one_refused(client, key, plan, monkeypatch):
    image = Image.effect_noise((1500, 1500), 90).convert("RGB")
    file = io.BytesIO()
    image.save(file, "PNG")
    big = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    assert len(big) > 2_700_000, "larger than Django takes in a form"
    assert send(client, key, report(plan, pictures=[big]))["result"] == "stored"
    monkeypatch.setattr("pufa.lectures.views.field.MOST_BYTES", 1000)
    assert send(client, key, report(plan, pictures=[big]), status=422)["result"] == "refused"


def test_a_report_that_nobody_planned(client, key, kit, district):
    assert send(client, key, report(district=district.code))["result"] == "stored"
    assert totals() == (1, 42)


def test_a_conflict_is_shown_and_never_counts_twice(client, key, plan, office, district):
    actions.record(visit=plan, people=50, counting="signed", by=office, now=NOW)
    told = report(plan)
    answer = send(client, key, told)
    assert (answer["result"], answer["visit"]["people"]) == ("conflict", 50)
    assert "登记过" in answer["message"]
    assert totals() == (1, 50)
    another = send(client, key, told | {"plan": None, "district": district.code})
    assert another["result"] == "stored"
    assert totals() == (2, 92)


def test_a_visit_called_off_meanwhile_is_a_conflict(client, key, plan, office):
    actions.call_off(visit=plan, reason="下雨", by=office)
    answer = send(client, key, report(plan))
    assert (answer["result"], answer["visit"]["state"]) == ("conflict", VisitState.CALLED_OFF)


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": -1}, {"people": "many"}, {"counting": "guessed"}, {"day": "2026-12-24"}, {"day": "never"},
        {"notes": "电话13812345678"}, {"uuid": "1"}, {"pictures": ["data:,x!"]}, {"pictures": [picture()] * 5},
        {"pictures": ["data:image/png;base64," + base64.b64encode(b"<svg/>").decode()]}, {"plan": 10**6},
    ],
)  # fmt: skip
def test_wrong_reports_are_refused_with_words_and_leave_nothing(client, key, plan, wrong):
    answer = send(client, key, report(plan) | wrong, status=422)
    assert answer["result"] == "refused"
    assert answer["message"]
    plan.refresh_from_db()
    assert (plan.state, totals(), plan.pictures.count()) == (VisitState.PLANNED, (0, 0), 0)


def test_a_slip_counts_once(client, plan, lecturer):
    actions.record(visit=plan, people=42, counting="counted", by=lecturer, now=NOW)
    path = reverse("lectures:rate", args=[slips.code_of(plan, 7)])
    token = client.get(path).context["form"]["token"].value()
    answer = client.post(path, {"token": token, "smile": "3", "line": "听懂了"})
    assert "谢谢" in answer.content.decode()
    assert not answer.cookies
    token = client.get(path).context["form"]["token"].value()
    assert "已经用过" in client.post(path, {"token": token, "smile": "1"}).content.decode()
    assert plan.ratings.count() == 1
    assert client.get(reverse("lectures:rate", args=[f"{plan.pk}-8-00000000"])).status_code == 404
    assert files.slips(plan, 4).startswith(b"%PDF")


def test_rooms_at_the_desk(client, plan, kit, lecturer, office):
    sign_in(client, lecturer)
    for name in ("visits", "kits", "roster", "devices", "plan", "new_kit"):
        assert client.get(reverse(f"lectures_desk:{name}")).status_code == 200, name
    assert "配对码" in client.post(reverse("lectures_desk:devices"), {"name": "手机"}).content.decode()
    sent = {"step": "record", "record-people": "30", "record-counting": "counted"}
    assert client.post(plan.desk_url, sent).status_code == 302
    assert totals() == (1, 30)
    sign_in(client, factories.person(Role.LECTURER))
    assert client.get(plan.desk_url).status_code == 404
    sign_in(client, office)
    sent = {
        "step": "edit",
        "edit-title": "三句半",
        "edit-form": "sanjuban",
        "edit-topic": "反诈",
        "edit-script": "甲：新的",
    }
    sent["edit-quiz"] = "中奖先交钱？ | 不交 | 交 | 先交钱的奖都是骗局。"
    assert client.post(kit.desk_url, sent).status_code == 302
    assert client.post(kit.desk_url, sent | {"edit-quiz": "缺|东西"}).status_code == 400
    assert client.post(reverse("lectures_desk:submit_kit", args=[kit.pk])).status_code == 302
    kit.refresh_from_db()
    assert kit.stage == Kit.Stage.REVIEW
    assert client.get(reverse("lectures_desk:file")).status_code == 200
    sign_in(client, factories.person(Role.UNIT_CONTACT, organisation=factories.organisation()))
    assert client.get(reverse("lectures_desk:visits")).status_code == 403


def test_the_field_app_is_served_without_cookies(client, db):
    page = client.get("/lectures/field/")
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert not page.cookies
    assert client.get("/lectures/field/sw.js")["Content-Type"] == "text/javascript"
    assert client.get("/lectures/field/manifest.webmanifest").json()["scope"] == "/lectures/field/"


def test_visits_without_a_result_wait(plan, lecturer, office, client):
    assert not access.to_report(lecturer, plan.day).exists()
    after = plan.day + timedelta(days=1)
    assert access.to_report(lecturer, after).get() == plan
    assert access.to_report(office, after).get() == plan
    assert not access.to_report(factories.person(Role.LECTURER), after).exists()
    actions.record(visit=plan, people=42, counting="counted", by=lecturer, now=NOW)
    assert not access.to_report(lecturer, after).exists()


def test_only_lecturers_are_led_to_devices(client, plan, lecturer, office):
    devices = reverse("lectures_desk:devices")
    sign_in(client, office)
    assert devices not in client.get(reverse("lectures_desk:visits")).content.decode()
    sign_in(client, lecturer)
    assert devices in client.get(reverse("lectures_desk:visits")).content.decode()


def test_an_audio_example_is_heard_once_it_is_approved(client, kit, office):
    sign_in(client, office)
    told = {"step": "audio", "audio-audio": SimpleUploadedFile("x.wav", sound())}
    assert client.post(kit.desk_url, told).status_code == 302
    kit.refresh_from_db()
    assert "<audio" not in client.get(kit.get_absolute_url()).content.decode()
    assert "example.wav" not in zipfile.ZipFile(io.BytesIO(files.bundle(kit))).namelist()
    approve(actions.submit_kit(kit=kit, by=office, now=NOW))
    kit.refresh_from_db()
    assert f'src="{kit.audio.url}"' in client.get(kit.get_absolute_url()).content.decode()
    stick = zipfile.ZipFile(io.BytesIO(files.bundle(kit)))
    assert stick.read("example.wav") == sound()
    assert 'src="example.wav"' in stick.read("index.html").decode()
    actions.set_audio(kit=kit, data=sound() + b"newer", by=office)
    assert zipfile.ZipFile(io.BytesIO(files.bundle(kit))).read("example.wav") == sound(), "the approved one stays"
    assert refusal(actions.set_audio, kit=kit, data=b"<svg/>", by=office) == "bad_file"

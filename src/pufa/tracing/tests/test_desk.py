"""The room at the desk: list, filters, side by side, decisions, files, gatherings, and shut doors."""

import hashlib
import io
import json
import re
import zipfile
from random import Random

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from pufa.audit import queries as audit_queries
from pufa.tracing import actions, sidebyside, store
from pufa.tracing.models import Capture, Finding, FindingState, Gathering, GatheringState, Watched, WebSite
from pufa.tracing.tests import disguises, web
from pufa.tracing.tests.test_findings import garbled
from pufa.tracing.tests.working import fetched, found, saved

WRONG = {"change": lambda text: text.replace("7天", "70天")}


@pytest.fixture
def desk(staff):
    from pufa.editorial.tests.factories import sign_in

    return {
        name: sign_in(Client(), getattr(staff, name)) for name in ("office", "editor", "first", "observer", "contact")
    }


@pytest.fixture
def copies(staff, pieces, site):
    return [
        found(staff, site, "/a.html"),
        found(staff, site, "/b.html", garbled()),
        found(staff, site, "/c.html", web.article(**WRONG)),
    ]


def shown(client, name, *args, query="", status=200):
    response = client.get(reverse(f"tracing:{name}", args=args) + query)
    assert response.status_code == status, response.content[:300]
    return response.content.decode()


def test_the_list_is_filtered_paged_and_exported(desk, copies):
    html = shown(desk["observer"], "findings")
    assert html.count("/desk/tracing/sites/") >= 3
    assert "改乱的转载" in html
    assert "勾选" not in html
    assert len(re.findall(r'name="ids"', shown(desk["editor"], "findings"))) == 3
    only = shown(desk["editor"], "findings", query="?kind=garbled&site=127.0.0.1&since=2020-01-01&state=new")
    assert len(re.findall(r'name="ids"', only)) == 1
    assert 'name="ids"' not in shown(desk["editor"], "findings", query="?state=taken_down")
    assert len(re.findall(r'name="ids"', shown(desk["editor"], "findings", query="?since=rubbish&page=999"))) == 3
    file = desk["editor"].get(reverse("tracing:export") + "?kind=distorted")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(file))).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "70" in str(rows[1])


def test_lists_ask_the_same_number_of_questions_however_long(desk, copies, staff, site, django_assert_max_num_queries):
    with django_assert_max_num_queries(45) as few:
        shown(desk["editor"], "findings")
    for number in range(5):
        found(staff, site, f"/more{number}.html")
    with django_assert_max_num_queries(len(few.captured_queries)):
        shown(desk["editor"], "findings")


def test_side_by_side_loses_no_character_and_marks_what_differs(desk, copies):
    for one in Finding.objects.select_related("original", "capture"):
        rows = sidebyside.rows(one)
        left = "".join(part.text for row in rows for part in row.piece)
        right = "".join(part.text for row in rows for part in row.page)
        assert left == one.original.text.replace("\n", "")
        assert right == one.capture.text.replace("\n", "")
    wrong = [part.text for row in sidebyside.rows(copies[2]) for part in row.page if part.kind == sidebyside.WRONG]
    assert any("70" in text for text in wrong)
    html = shown(desk["observer"], "finding", copies[2].pk)
    assert 'class="tr-wrong"' in html
    assert reverse("tracing:move", args=[copies[2].pk]) not in html
    assert "(dian)" in shown(desk["observer"], "finding", copies[1].pk)


@pytest.mark.parametrize("change", [disguises.half_read, disguises.all_read, disguises.homophones])
def test_lines_that_only_sound_alike_stand_side_by_side(staff, pieces, site, change):
    one = found(staff, site, page=web.article(0, change=lambda text: f"<p>{change(text[3:-4], Random(5))}</p>"))
    rows = sidebyside.rows(one)
    both = ["".join(part.text for part in row.piece) for row in rows if row.kind == "both"]
    assert [f"<p>{line}</p>" for line in both[-4:]] == [body for _name, body in web.PIECES[0][1]]
    assert "".join(part.text for row in rows for part in row.page) == one.capture.text.replace("\n", "")


def test_a_hostile_title_stays_text(desk, staff, pieces, site):
    page = web.article(more="<p>&lt;script&gt;alert(1)&lt;/script&gt; 更多内容请看下一页，记得收藏本站。</p>")
    one = found(staff, site, page=page)
    html = shown(desk["editor"], "finding", one.pk)
    assert "<script>alert(1)" not in html


def test_one_copy_is_decided_on_and_the_refusal_keeps_what_was_typed(desk, copies):
    one = copies[0]
    address = reverse("tracing:move", args=[one.pk])
    refused = desk["office"].post(address, {"to": "complained", "seen": "new", "note": ""})
    assert refused.status_code == 409
    assert "请在备注里写明" in refused.content.decode()
    done = desk["office"].post(address, {"to": "complained", "seen": "new", "note": "编号 7"}, follow=True)
    assert "已投诉" in done.content.decode()
    late = desk["editor"].post(address, {"to": "tolerated", "seen": "new"})
    assert late.status_code == 409
    assert desk["office"].post(address, {"to": "nonsense", "seen": "new"}).status_code == 409


def test_many_copies_are_shown_first_then_done_then_taken_back(desk, copies):
    ids = [one.pk for one in copies]
    bulk = reverse("tracing:bulk")
    looked = desk["office"].post(bulk, {"ids": ids, "to": "confirmed"})
    assert "会改动 3 条" in looked.content.decode()
    assert "会有 1 次转发记入台账" in looked.content.decode()
    assert Finding.objects.filter(state=FindingState.NEW).count() == 3
    done = (
        desk["office"].post(bulk, {"ids": ids, "to": "confirmed", "do": "1", "note": ""}, follow=True).content.decode()
    )
    assert Finding.objects.filter(state=FindingState.CONFIRMED).count() == 3
    (batch,) = set(re.findall(r'name="batch" value="([^"]+)"', done))
    desk["office"].post(reverse("tracing:undo"), {"batch": batch})
    assert Finding.objects.filter(state=FindingState.NEW).count() == 3
    for data in ({}, {"ids": ["x"], "to": "confirmed"}, {"ids": ids, "to": "x"}):
        assert desk["office"].post(bulk, data).status_code == 302
    assert desk["office"].post(reverse("tracing:undo"), {"batch": "rubbish"}).status_code == 302
    complained = desk["office"].post(bulk, {"ids": ids, "to": "complained", "do": "1", "note": ""})
    assert complained.status_code == 409


def test_evidence_is_handed_out_as_a_file_never_as_a_page(desk, copies):
    capture = copies[0].capture
    answer = desk["observer"].get(reverse("tracing:evidence", args=[capture.pk, "html"]))
    assert hashlib.sha256(answer.content).hexdigest() == capture.sha256
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    text = desk["observer"].get(reverse("tracing:evidence", args=[capture.pk, "txt"])).content.decode()
    assert text == capture.text


def test_the_case_file_holds_everything_and_its_manifest_is_true(desk, copies):
    answer = desk["office"].get(reverse("tracing:case", args=[copies[2].pk, "zip"]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for file in manifest["files"]:
            assert hashlib.sha256(archive.read(file["name"])).hexdigest() == file["sha256"]
        assert archive.read("copy-001/original-page.html") == store.read(copies[2].capture.sha256)
        assert archive.read("copy-001/piece.txt").decode() == copies[2].original.text
        marks = json.loads(archive.read("copy-001/audit-trail.json"))
        assert {"tracing.captured", "tracing.found"} <= {mark["deed"] for mark in marks}
        assert copies[2].capture.sha256 in archive.read("SHA256SUMS").decode()
    taken = audit_queries.entries(verb="tracing.case_taken").get()
    assert taken.detail["sha256"] == hashlib.sha256(answer.content).hexdigest()
    word = desk["office"].get(reverse("tracing:cases", args=["docx"]) + "?site=127.0.0.1").content
    document = Document(io.BytesIO(word))
    text = "\n".join(
        [
            *(line.text for line in document.paragraphs),
            *(cell.text for table in document.tables for row in table.rows for cell in row.cells),
        ]
    )
    assert "built-in" not in text
    assert copies[0].original.title in text
    assert copies[0].page.address in text
    assert copies[2].capture.sha256 in text
    assert "70" in text
    assert not {"{{", "{%"} & {text[place : place + 2] for place in range(len(text))}
    assert desk["office"].get(reverse("tracing:cases", args=["zip"]) + "?site=nowhere").status_code == 302


def test_damaged_evidence_is_said_not_handed_out(desk, copies):
    place = store.path_of(copies[0].capture.sha256)
    place.chmod(0o640)
    place.unlink()
    for name, args in (("evidence", [copies[0].capture_id, "html"]), ("case", [copies[0].pk, "zip"])):
        answer = desk["office"].get(reverse(f"tracing:{name}", args=args))
        assert answer.status_code == 409
        assert "读不出来" in answer.content.decode()


def test_reports_by_piece_and_by_site(desk, copies, pieces):
    assert pieces[0].title in shown(desk["observer"], "pieces")
    report = shown(desk["observer"], "piece", pieces[0].pk)
    assert "2.4万" in report or "24,000" in report
    one = WebSite.objects.get()
    assert one.host in shown(desk["observer"], "sites")
    form = {"name": "某某资讯", "organisation": ""}
    assert desk["editor"].post(reverse("tracing:site", args=[one.pk]), form).status_code == 302
    assert "某某资讯" in shown(desk["observer"], "site", one.pk)


def test_gatherings_are_begun_watched_and_stopped(desk, pieces, site):
    new = reverse("tracing:gather")
    made = desk["editor"].post(new, {"kind": "page", "address": site.put("/a.html", web.article())}, follow=True)
    html = made.content.decode()
    assert "原样转载" in html or "转载未注明来源" in html
    assert "Refresh" not in made.headers
    wrong = desk["editor"].post(new, {"kind": "list", "addresses": "https://a.example.com/\nrubbish"})
    assert wrong.status_code == 400
    assert "第 2 行" in wrong.content.decode()
    assert desk["editor"].post(new, {"kind": "files"}).status_code == 400
    file = SimpleUploadedFile("a.html", web.article(1).encode())
    assert "a.html" in desk["editor"].post(new, {"kind": "files", "saved": file}, follow=True).content.decode()
    waiting = actions.ask(kind="page", address=f"{site.base}/x.html", by=None)
    assert desk["observer"].get(reverse("tracing:gathering", args=[waiting.pk])).headers["Refresh"] == "2"
    desk["editor"].post(reverse("tracing:stop", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.state == GatheringState.STOPPED
    retried = desk["editor"].post(reverse("tracing:retry", args=[waiting.pk]), follow=True).content.decode()
    assert "没有这个网页" in retried
    assert "/desk/tracing/gatherings/" in shown(desk["observer"], "gatherings")


def test_a_copy_is_looked_at_again_and_judged_anew_from_its_page(desk, copies):
    again = desk["editor"].post(reverse("tracing:look_again", args=[copies[0].pk]))
    assert "/gatherings/" in again.url
    assert "还在" in shown(desk["observer"], "finding", copies[0].pk)
    assert desk["editor"].post(reverse("tracing:rejudge", args=[copies[0].pk])).status_code == 302


def test_the_watch_list_is_kept(desk):
    form = {"name": "司法局", "kind": "feed", "address": "https://a.example.com/feed", "every_hours": 6}
    assert "Watch list" not in shown(desk["editor"], "watch_list")
    assert desk["editor"].post(reverse("tracing:watch_new"), form).status_code == 302
    again = desk["editor"].post(reverse("tracing:watch_new"), form)
    assert "已经在清单上" in again.content.decode()
    one = Watched.objects.get()
    changed = desk["office"].post(reverse("tracing:watched", args=[one.pk]), form | {"every_hours": 0})
    assert changed.status_code == 400
    assert desk["office"].post(reverse("tracing:watched", args=[one.pk]), form | {"name": "司"}).status_code == 302
    desk["office"].post(reverse("tracing:switch", args=[one.pk]))
    one.refresh_from_db()
    assert (one.name, one.is_on) == ("司", False)
    assert "已暂停" in shown(desk["observer"], "watch_list")


def test_saved_pages_without_address_are_shown_as_such(desk, staff, pieces):
    saved(staff, ("a.html", web.article().encode()))
    assert "以文件交来" in shown(desk["observer"], "finding", Finding.objects.get().pk)


READING = ("findings", "export", "gatherings", "pieces", "sites", "watch_list")
WORKING = ("gather", "watch_new")
POSTING = ("move", "look_again", "rejudge")


def test_doors_are_shut_to_people_without_the_role(desk, copies, client):
    pk = copies[0].pk
    for name in READING:
        assert desk["contact"].get(reverse(f"tracing:{name}")).status_code in {302, 403}, name
        assert desk["first"].get(reverse(f"tracing:{name}")).status_code == 200, name
        assert client.get(reverse(f"tracing:{name}")).status_code == 302, name
    for name in WORKING:
        assert desk["observer"].get(reverse(f"tracing:{name}")).status_code in {302, 403}, name
    for name in POSTING:
        assert desk["first"].post(reverse(f"tracing:{name}", args=[pk])).status_code in {302, 403}, name
        assert desk["editor"].get(reverse(f"tracing:{name}", args=[pk])).status_code == 405, name
    assert desk["observer"].get(reverse("tracing:case", args=[pk, "zip"])).status_code in {302, 403}
    assert desk["observer"].post(reverse("tracing:bulk"), {"ids": [pk], "to": "confirmed", "do": "1"}).status_code in {
        302,
        403,
    }
    assert desk["contact"].get(reverse("tracing:evidence", args=[copies[0].capture_id, "html"])).status_code in {
        302,
        403,
    }
    assert set(Finding.objects.values_list("state", flat=True)) == {FindingState.NEW}
    assert Gathering.objects.count() == 3
    assert Capture.objects.count() == 3


def test_new_copies_wait_on_the_desks_first_page(desk, copies):
    assert "新发现的转载" in desk["editor"].get("/desk/").content.decode()
    assert "新发现的转载" not in desk["observer"].get("/desk/").content.decode()


def test_every_state_has_its_word(staff, pieces, site, desk):
    one = fetched(staff, site.put("/a.html", web.article())) and Finding.objects.get()
    for state in FindingState:
        Finding.objects.filter(pk=one.pk).update(state=state, confirmed_at=one.found_at)
        assert str(state.label) in shown(desk["observer"], "finding", one.pk)

"""Files of a forum are read by everybody, without programs; a group gets all its seats or none."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from pufa.accounts.actions.imports.table import ImportFaultError
from pufa.edge.files import MediaFiles
from pufa.festivals import actions
from pufa.festivals.models import Handout
from pufa.festivals.tests import test_festivals as rooms
from pufa.lib.tests.test_papers import PDF
from pufa.review.tests.factories import sign_in

pytestmark = pytest.mark.django_db
office, coming, _clock = rooms.office, rooms.coming, rooms._clock


def slides():
    made = io.BytesIO()
    document = Document()
    document.add_paragraph("北斗数据谁来管")
    document.save(made)
    return made.getvalue()


def test_a_file_is_added_at_the_desk_and_read_by_everybody(client, coming, office, settings):
    sign_in(client, office)
    told = {"step": "handout", "handout-title": "主旨发言", "handout-file": SimpleUploadedFile("x.exe", slides())}
    assert client.post(coming.desk_url, told).status_code == 302
    handout = Handout.objects.get()
    assert handout.suffix == "docx"
    page = Client().get(coming.get_absolute_url()).content.decode()
    assert "主旨发言" in page
    answer = Client().get(handout.get_absolute_url())
    assert b"".join(answer.streaming_content) == handout.file.open("rb").read()
    assert answer["Content-Disposition"].startswith("attachment")
    assert MediaFiles("/media/", settings.MEDIA_ROOT).reply(f"/media/{handout.file.name}") is None
    assert client.get(f"/desk/forums/files/{handout.pk}/").status_code == 200
    path = settings.MEDIA_ROOT / handout.file.name
    assert path.exists()
    client.post(f"/desk/forums/files/{handout.pk}/remove/")
    assert Client().get(handout.get_absolute_url()).status_code == 404


def test_no_file_of_a_draft_and_none_with_a_program(client, office, coming):
    draft = actions.plan(
        name="未公布的论坛", slug="draft", host=office.organisation, venue="会展中心", starts_at=coming.starts_at,
        ends_at=coming.ends_at, by=office,
    )  # fmt: skip
    hidden = actions.add_handout(forum=draft, title="讲稿", data=PDF, by=office)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    shown = actions.add_handout(forum=coming, title="讲稿", data=PDF, by=office)
    assert actions.add_handout(forum=coming, title="讲稿", data=PDF, by=office) == shown
    sign_in(client, office)
    bad = PDF.replace(b"/Catalog", b"/Catalog /AA << /S /Launch >>")
    told = {"step": "handout", "handout-title": "讲稿", "handout-file": SimpleUploadedFile("a.pdf", bad)}
    answer = client.post(coming.desk_url, told)
    assert "带有程序" in answer.content.decode()
    assert Handout.objects.count() == 2


def test_a_file_whose_row_could_not_be_written_leaves_nothing(coming, office, settings, monkeypatch):
    monkeypatch.setattr("pufa.festivals.actions.handouts.tell", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.add_handout(forum=coming, title="讲稿", data=PDF, by=office)
    assert [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()] == []


def test_a_group_gets_all_its_seats_or_none(client, coming, office):
    sign_in(client, office)
    address = f"/desk/forums/{coming.pk}/group/"
    three = "姓名,单位\n张一,甲局\n李二,甲局\n王三,乙局\n".encode("gb18030")
    refused = client.post(address, {"file": SimpleUploadedFile("g.csv", three)})
    assert "只剩 2 个座位" in refused.content.decode()
    two = "姓名,单位\n张一,甲局\n李二,甲局\n".encode()
    shown = client.post(address, {"file": SimpleUploadedFile("g.csv", two)})
    assert client.post(address, {"parcel": shown.context["parcel"]}).status_code == 302
    coming.refresh_from_db()
    assert (coming.taken, coming.registrations.count()) == (2, 2)
    again = actions.register_group(forum=coming, file=two, by=office)
    assert (again.created, again.same, coming.registrations.count()) == (0, 2, 2)
    with pytest.raises(ImportFaultError) as fault:
        actions.register_group(forum=coming, file="姓名,单位\n赵四,\n赵四,\n,丙局\n".encode(), by=office)
    assert [(one.row, one.column) for one in fault.value.problems] == [(3, "姓名"), (4, "姓名")]

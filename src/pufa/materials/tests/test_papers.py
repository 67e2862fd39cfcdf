"""Editions to be read at home, and what print runs cost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from pufa.lib.tests.test_papers import PDF, word
from pufa.materials import actions
from pufa.materials.errors import MaterialsError, NotAllowedError

pytestmark = pytest.mark.django_db
ADDRESS = "/materials/passwords/1.pdf"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def files(folder):
    return [one for one in folder.rglob("*") if one.is_file()]


def test_an_edition_is_read_at_home_until_it_is_withdrawn(client, edition, office, settings):
    client.force_login(office)
    desk = f"/desk/materials/editions/{edition.pk}/paper/"
    refused = client.post(desk, {"paper": SimpleUploadedFile("a.pdf", word())})
    assert "只收 PDF" in refused.content.decode()
    assert client.post(desk, {"paper": SimpleUploadedFile("a.pdf", PDF)}).status_code == 302
    page = Client().get("/materials/passwords/").content.decode()
    assert ADDRESS in page
    answer = Client().get(ADDRESS)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert not answer.cookies
    actions.withdraw(edition=edition, reason="法律已修改", by=office)
    assert Client().get(ADDRESS).status_code == 404
    assert ADDRESS not in Client().get("/materials/passwords/").content.decode()
    with pytest.raises(MaterialsError) as refusal:
        actions.set_paper(edition=edition, data=PDF, by=office)
    assert refusal.value.reason == "withdrawn"
    assert len(files(settings.MEDIA_ROOT)) == 1


def test_a_newer_pdf_takes_the_place_and_a_failed_one_leaves_nothing(
    edition, office, contact, settings, monkeypatch, django_capture_on_commit_callbacks
):
    actions.set_paper(edition=edition, data=PDF, by=office)
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_paper(edition=edition, data=PDF + b"\n", by=office)
    (kept,) = files(settings.MEDIA_ROOT)
    monkeypatch.setattr("pufa.edge.purge.purge_prefix", lambda prefix: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.set_paper(edition=edition, data=PDF + b"\n\n", by=office)
    assert files(settings.MEDIA_ROOT) == [kept]
    with pytest.raises(NotAllowedError):
        actions.set_paper(edition=edition, data=PDF, by=contact)


def test_costs_of_print_runs_come_as_a_table(client, run, office):
    client.force_login(office)
    data = b"".join(client.get("/desk/materials/runs.xlsx").streaming_content)
    head, row = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["费用（元）"], told["每册费用（元）"], told["版次"]) == (650, 0.65, 1)

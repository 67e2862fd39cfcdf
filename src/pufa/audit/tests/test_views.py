"""The trail at the desk."""

import io
import json
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse

from pufa.audit import actions, chain
from pufa.audit.models import Entry
from pufa.audit.tests.flushing import lifted

NOW = datetime(2026, 3, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def person(role):
    user = get_user_model().objects.create(username=role, name=f"名{role}", is_superuser=role == "root")
    if role != "root":
        user.grants.create(role=role)
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def office(client):
    user = person("office")
    client.force_login(user)
    return user


@pytest.fixture
def three(office):
    actions.record(by=office, verb="review.approved", key="piece:1", title="=cmd|' /C calc'!A0", now=NOW)
    actions.record(by=None, verb="beat.ran", key="job:1", detail={"took": 3, "名": "值"}, now=NOW + timedelta(days=1))
    return actions.record(by=office, verb="review.approved", key="piece:2", title="二", now=NOW + timedelta(days=2))


PAGES = ["/desk/audit/", "/desk/audit/1/", "/desk/audit/export.xlsx", "/desk/audit/export.jsonl"]


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize(("role", "status"), [("editor", 403), ("observer", 403), ("office", 200), ("root", 200)])
def test_only_office_and_superusers_look(client, role, status, url):
    actions.record(by=None, verb="a.b", key="k")
    client.force_login(person(role))
    assert client.get(url).status_code == status


@pytest.mark.parametrize("url", PAGES)
def test_strangers_are_sent_to_sign_in(client, url):
    response = client.get(url)
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("role", "shown"), [("editor", False), ("office", True), ("root", True)])
def test_the_menu_shows_it_to_those_who_may_look(client, role, shown):
    client.force_login(person(role))
    assert (b"/desk/audit/" in client.get(reverse("wagtailadmin_home")).content) is shown


def test_list_filters(client, three):
    def keys(**query):
        return [row.key for row in client.get("/desk/audit/", query).context["page"]]

    assert keys()[:3] == ["piece:2", "job:1", "piece:1"]
    assert keys(verb="review.approved") == ["piece:2", "piece:1"]
    assert keys(key="piece:1") == ["piece:1"]
    assert keys(actor="system", verb="beat.ran") == ["job:1"]
    assert keys(since="2026-03-02", until="2026-03-02") == ["job:1"]
    assert keys(since="nonsense", verb="beat.ran") == ["job:1"]
    assert keys(since="0001-01-01", until="9999-12-31", verb="beat.ran") == ["job:1"], "nor do the calendar's ends"
    assert keys(verb="unknown")[:1] == ["piece:2"], "a wrong field asks nothing and says so"
    assert keys(key="none") == []


def test_list_pages_and_asks_little(client, office, django_assert_max_num_queries):
    for number in range(120):
        actions.record(by=office, verb="a.b", key=f"k:{number}")
    with django_assert_max_num_queries(20):
        response = client.get("/desk/audit/", {"verb": "a.b", "page": "2"})
    assert len(response.context["page"].object_list) == 50
    assert b'href="?verb=a.b&amp;page=3"' in response.content or b'href="?verb=a.b&page=3"' in response.content


def test_entry_shows_what_it_holds(client, three):
    url = f"/desk/audit/{three.seq - 1}/"
    response = client.get(url)
    page = response.content.decode()
    assert "值" in page
    assert three.previous_hash in page
    assert response.context["is_whole"]
    assert client.get("/desk/audit/999/").status_code == 404
    with lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET title = 'forged' WHERE seq = %s", [three.seq - 1])
    assert not client.get(url).context["is_whole"]


def test_check_tells(client, three):
    assert client.get("/desk/audit/verify/").status_code == 405
    response = client.post("/desk/audit/verify/")
    assert response.context["faults"] == []
    assert three.hash in response.content.decode()


def test_excel_opens_and_carries_no_formula(client, three):
    response = client.get("/desk/audit/export.xlsx", {"verb": "review.approved"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[6].value for row in rows] == ["piece:2", "piece:1"]
    assert rows[1][7].value == "=cmd|' /C calc'!A0"
    assert all(cell.data_type != "f" for row in rows for cell in row)


def test_lines_prove_the_chain_without_the_software(client, three):
    response = client.get("/desk/audit/export.jsonl")
    lines = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]
    lines = lines[-3:]
    assert [line["key"] for line in lines] == ["piece:1", "job:1", "piece:2"]
    for before, line in zip([None, *lines], lines, strict=False):
        hash_, previous = line.pop("hash"), line.pop("previous_hash")
        assert before is None or previous == before["was"]
        line["at"] = datetime.fromisoformat(line["at"])
        assert chain.entry_hash(line, previous) == hash_
        line["was"] = hash_


def test_taking_out_is_itself_recorded(client, office, three):
    client.get("/desk/audit/export.jsonl", {"actor": "名", "key": "piece:1"})
    entry = Entry.objects.first()
    assert (entry.verb, entry.actor_id) == ("audit.exported", str(office.pk))
    assert entry.detail == {"form": "jsonl", "filters": {"actor": "…", "key": "piece:1"}}

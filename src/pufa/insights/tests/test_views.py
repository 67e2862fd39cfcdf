"""Figures for everybody, and at the desk."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.cache import cache

from pufa.accounts.tests import factories
from pufa.insights import figures as definitions
from pufa.lib import clock
from pufa.reach import actions, metrics
from pufa.reach.hits import counts
from pufa.reach.models import Entry

METRIC = metrics.register(metrics.Metric("test_talks", "讲座", "场", "每场一条")).code
AT = datetime(2026, 2, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


@pytest.fixture
def unit():
    return factories.organisation(district=factories.district())


def enter(amount=1, at=AT, **more):
    told = {"source_key": "talk:1", "source_title": "村口一课", "source_url": "/talks/1/", "now": at}
    return actions.record(metric=METRIC, amount=amount, at=at, **{**told, **more})


def test_figures_page_links_each_figure_to_its_rows(client):
    enter(12345)
    response = client.get("/figures/")
    text = response.content.decode()
    assert "12,345" in text
    assert f'href="/figures/{METRIC}/"' in text
    assert "每场一条" in text
    assert response.edge_seconds > 0
    assert "Set-Cookie" not in response.headers
    assert not response.cookies


def test_rows_page_shows_sources_and_corrections(client, unit):
    enter(5, organisation=unit)
    actions.correct(entry=enter(7, source_title="记错的一课"), reason="记了两次", by=None)
    response = client.get(f"/figures/{METRIC}/")
    text = response.content.decode()
    assert response.context["total"] == sum(row.amount for row in response.context["rows"]) == 5
    assert '<a class="lnk" href="/talks/1/">村口一课</a>' in text
    assert unit.short_name in text
    assert unit.district.name in text
    assert text.count("记了两次") == 2
    assert "<del>" in text
    assert "Set-Cookie" not in response.headers


def test_rows_page_filters(client, unit):
    enter(1, organisation=unit)
    enter(2, at=AT + timedelta(days=40))
    enter(4, source_key="talk:2")

    def total(**query):
        response = client.get(f"/figures/{METRIC}/", query)
        assert response.context["total"] == sum(row.amount for row in response.context["rows"])
        return response.context["total"]

    assert total() == 7
    assert total(month="2026-02") == 5
    assert total(month="2026-03") == 2
    assert total(month="1999-01") == total(month="nonsense") == 7, "a wrong field asks nothing"
    assert total(organisation=unit.pk) == total(district=unit.district_id) == 1
    assert total(since="2026-03-01") == 2
    assert total(until="2026-02-03") == 5
    assert total(month="2026-02", since="2026-03-01") == 0
    assert total(key="talk:2") == 4


def test_rows_page_pages_and_asks_little(client, unit, django_assert_max_num_queries):
    for number in range(60):
        enter(source_key=f"talk:{number}", organisation=unit)
    client.get(f"/figures/{METRIC}/")
    with django_assert_max_num_queries(14):
        response = client.get(f"/figures/{METRIC}/", {"page": 2, "month": "2026-02"})
    assert len(response.context["rows"]) == 10
    assert "page=1" in response.content.decode()


@pytest.mark.parametrize("code", ["nonsense", "page_read"])
def test_unknown_figures_are_not_found(client, code):
    assert client.get(f"/figures/{code}/").status_code == 404
    assert client.get(f"/figures/{code}.csv").status_code == 404


@pytest.mark.parametrize("code", ["page_reads", "readers"])
def test_readers_rows(client, code):
    counts.record_hits(object_key="page:2", hour=AT, channel="web", count=5, visitors=["a", "b", "c", "d", "e"])
    response = client.get(f"/figures/{code}/")
    assert response.context["total"] == 5
    assert [row.amount for row in response.context["rows"]] == [5]
    assert client.get(f"/figures/{code}/", {"month": "2026-02"}).context["total"] == 5
    assert client.get(f"/figures/{code}/", {"since": "2026-02-04"}).context["total"] == 0


def test_files_hold_the_same_rows_and_no_formula(client):
    enter(5, source_title="=1+1")
    actions.correct(entry=enter(7), reason="@wrong", by=None)
    answer = client.get(f"/figures/{METRIC}.csv")
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert sum(Decimal(row[1]) for row in table[1:]) == 5
    assert "'=1+1" in {row[2] for row in table}
    assert table[1][3].endswith("/talks/1/")
    assert table[1][3].startswith("http")
    answer = client.get(f"/figures/{METRIC}.xlsx", {"month": "2026-02"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    body = list(sheet.iter_rows(min_row=2))
    assert sum(row[1].value for row in body) == 5
    assert all(cell.data_type != "f" for row in body for cell in row)
    assert {row[8].value for row in body} == {None, "@wrong"}
    counts.record_hits(object_key="page:2", hour=AT, channel="web", count=5, visitors=3)
    for code, amount in (("page_reads", "5"), ("readers", "3")):
        lines = b"".join(client.get(f"/figures/{code}.csv").streaming_content).decode("utf-8-sig").splitlines()
        assert lines[1].split(",")[:2] == ["2026-02-03", amount]


DESK = ["/desk/figures/", f"/desk/figures/{METRIC}/", "/desk/figures/figures.xlsx"]


@pytest.mark.parametrize("url", DESK)
def test_strangers_see_nothing_of_the_desk(client, url):
    response = client.get(url)
    assert response.status_code == 302
    assert "sign-in" in response.url or "login" in response.url


@pytest.mark.parametrize("url", DESK)
@pytest.mark.parametrize("role", ["office", "editor", "observer"])
def test_the_desk_sees_figures(client, url, role):
    client.force_login(factories.person(role))
    assert client.get(url).status_code == 200


@pytest.fixture
def office(client):
    user = factories.person("office")
    client.force_login(user)
    return user


def figures_of(response):
    return [figure for group in response.context["groups"] for figure in group["figures"]]


def test_figures_stand_by_the_moves_of_the_programme(client, db):
    groups = {group["name"]: group["figures"] for group in client.get("/figures/").context["groups"]}
    assert list(groups) == ["一条心", "一张网", "最后一公里", "谁读了"]
    held = {figure["url"]: figure["amount"] for figure in groups["最后一公里"]}
    assert held["/figures/people_reached/"] == 0
    assert "/figures/activities_held/" in held
    assert sum(map(len, groups.values())) == len(definitions.registered())


def test_desk_starts_with_this_year(client, office):
    today = clock.now()
    enter(3, at=today)
    enter(4, at=today - timedelta(days=800))
    for days in (0, 1, 2):
        at = today - timedelta(days=days)
        counts.record_hits(object_key="page:2", hour=at, channel="web", count=10 + days, visitors=3)
    response = client.get("/desk/figures/")
    shown = {figure["url"].split("?")[0]: figure["amount"] for figure in figures_of(response)}
    assert shown[f"/desk/figures/{METRIC}/"] == 3
    assert [one["current"] for one in response.context["saved"]].count(True) >= 1
    all_time = client.get("/desk/figures/", {"since": "", "until": ""})
    shown = {figure["url"]: figure["amount"] for figure in figures_of(all_time)}
    assert shown[f"/desk/figures/{METRIC}/"] == 7
    assert all_time.context["chart"].last.text == "10"
    assert sum(reads for _day, reads in all_time.context["days"]) == 33
    file = client.get("/desk/figures/figures.xlsx", {"since": "", "until": ""})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    assert {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}["讲座"] == 7


def test_office_takes_an_entry_back(client, office):
    entry = enter(9, evidence={"links": ["https://example.org/a"], "note": "照片已存", "files": ["ab"]})
    url = f"/desk/figures/entries/{entry.pk}/take-back/"
    listed = client.get(f"/desk/figures/{METRIC}/").content.decode()
    assert url in listed
    assert "照片已存" in listed
    assert "https://example.org/a" in listed
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 200
    assert not Entry.objects.filter(correction_of=entry).exists()
    response = client.post(url, {"reason": "没有举行"}, follow=True)
    assert response.context["total"] == 0
    assert url not in response.content.decode()
    counter = Entry.objects.get(correction_of=entry)
    assert (counter.reason, counter.actor_id) == ("没有举行", str(office.pk))
    again = client.post(url, {"reason": "再来"})
    assert again.status_code == 200
    assert again.context["form"].non_field_errors()


def test_only_the_office_takes_back(client):
    entry = enter()
    client.force_login(factories.person("observer"))
    url = f"/desk/figures/entries/{entry.pk}/take-back/"
    assert client.post(url, {"reason": "x"}).status_code in {302, 403}
    assert not Entry.objects.filter(correction_of=entry).exists()
    assert url not in client.get(f"/desk/figures/{METRIC}/").content.decode()


@pytest.mark.parametrize("span", ["since=0001-01-01", "until=9999-12-31", "since=0001-01-01&until=9999-12-31"])
def test_the_ends_of_the_calendar_ask_nothing(client, span):
    enter()
    for path in ("/figures/", f"/figures/{METRIC}/", "/figures/readers/", "/figures/page_reads/"):
        assert client.get(f"{path}?{span}").status_code == 200, path
    client.force_login(factories.person("office"))
    for path in ("/desk/figures/", f"/desk/figures/{METRIC}/", "/desk/figures/figures.xlsx"):
        assert client.get(f"{path}?{span}").status_code == 200, path

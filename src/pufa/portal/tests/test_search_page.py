"""The one search box: laws, pieces and other rooms on one page, with tabs, filters, and what to try."""

import pytest

from pufa.portal import found
from pufa.statutes import actions as statutes_actions
from pufa.statutes import search as law_search
from pufa.statutes.sources.files import Files
from pufa.statutes.tests import samples
from pufa.statutes.tests.conftest import NOW
from pufa.ui import searching

pytestmark = pytest.mark.django_db


@pytest.fixture
def laws(programme, settings, tmp_path, monkeypatch):
    """The programme with the law on umbrellas and the code that will repeal it."""
    settings.LAWS_FOLDER = tmp_path / "library"
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)
    place = samples.folder(tmp_path / "laws", old=samples.OLD, new=samples.NEW, code=samples.CODE)
    statutes_actions.import_laws(Files(place), by=None, now=NOW)
    law_search.rebuild()


@pytest.fixture
def cases():
    """A room that finds by itself."""
    kept = tuple(searching.Row(f"案例{number}", f"/cases/{number}/") for number in range(23))

    def find(question, start, count):
        rows = kept if "伞" in question else ()
        return searching.Found(len(rows), rows[start : start + count])

    searching.register(searching.Room("cases", "案例", order=50, find=find))
    yield
    searching.forget("cases")


def shown(client, path="/search/", **query):
    page = client.get(path, query)
    assert page.status_code == 200
    return page.content.decode()


def test_the_best_article_stands_first_then_pieces(laws, client):
    text = shown(client, q="下雨时借的雨伞能要回来吗，押金不退怎么办")
    assert text.index("法条怎么说") < text.index("result top") < text.index("先做这三件事")
    assert "《雨伞法》" in text
    assert "<mark>" in text


def test_a_law_that_is_yet_to_come_says_from_which_day(laws, client):
    text = shown(client, q="雨具法典第一条")
    assert '<article class="result' in text
    assert "起施行" in text
    assert "现行有效" not in text


@pytest.mark.parametrize("asked", ["雨伞法第4条", "雨伞法4", "ysf 4"])
def test_a_citation_leads_to_its_article(laws, client, asked):
    text = shown(client, q=asked)
    assert 'href="/law/yusanfa/4/"' in text
    assert text.count('<article class="result') == 1


def test_a_name_leads_to_its_law_and_a_wrong_number_is_said(laws, client):
    assert 'class="found-laws"' in shown(client, q="雨伞法")
    assert "《雨伞法》没有第九十九条，最后一条是第五条。" in shown(client, q="雨伞法99")


def test_tabs_count_and_narrow(laws, client):
    text = shown(client, q="雨伞", kind="laws")
    assert "New pieces" not in text
    assert "kind=pieces" in text
    assert "result-piece" not in text
    only = shown(client, q="雨伞", law="yusanfa")
    assert "只看《雨伞法》" in only
    assert "/law/yujufadian/" not in only
    by_field = shown(client, q="雨伞", field="经济法")
    assert "只看经济法" in by_field
    pieces = shown(client, q="押金", kind="pieces")
    assert 'class="result ' not in pieces
    assert "先做这三件事" in pieces


def test_other_rooms_join_without_the_portal_knowing_them(laws, cases, client):
    everything = shown(client, q="雨伞")
    assert "案例 23" in everything
    assert "/cases/2/" in everything
    assert "/cases/3/" not in everything
    third = shown(client, q="雨伞", kind="cases", page=3)
    assert "/cases/22/" in third
    assert "/cases/19/" not in third
    assert "还没有" not in third


def test_a_room_of_pages_is_searched_by_the_sites_own_index(laws, client):
    searching.register(searching.Room("plain", "普通页面", page_type="portal.textpage"))
    try:
        text = shown(client, q="一楼大厅在哪")
        assert "普通页面 1" in text
        assert "怎么找到我们" in text
        pieces = shown(client, q="一楼大厅在哪", kind="pieces")
        assert "怎么找到我们" not in pieces[pieces.index("<main") : pieces.index("</main>")]
    finally:
        searching.forget("plain")


def test_a_room_needs_one_way_to_be_searched():
    with pytest.raises(ValueError, match="cases"):
        searching.register(searching.Room("cases", "案例"))


def test_nothing_found_says_what_to_try(laws, client):
    text = shown(client, q="zzzz")
    assert "没有找到“zzzz”" in text
    assert 'href="/law/"' in text
    assert "0000-1234 5678" in text


def test_another_wording_is_offered_where_one_is_known(laws, client, monkeypatch):
    monkeypatch.setattr(
        law_search, "did_you_mean", lambda question: "雨伞" if question == "雨散" else None, raising=False
    )
    assert "你要找的是不是" in shown(client, q="雨散")
    assert "你要找的是不是" not in shown(client, q="雨伞")


def test_the_elders_version_leads_on_to_itself(laws, client):
    text = shown(client, "/elders/search/", q="下雨时借的雨伞能要回来吗")
    assert 'href="/elders/law/yusanfa/' in text
    assert 'href="/elders/search/?q=' in text


def test_odd_addresses_do_no_harm(laws, client):
    for query in (
        {"q": "雨伞", "kind": "none"}, {"q": "雨伞", "law": "../x", "field": "x" * 99},
        {"q": "雨伞", "page": "9999", "kind": "laws"}, {"q": "雨伞" * 200}, {"q": "<script>alert(1)</script>"},
        {"q": "第\x00条"}, {"kind": "laws"}, {"law": "yusanfa"},
    ):  # fmt: skip
        assert "<script>alert" not in shown(client, **query)


def test_a_huge_question_makes_no_huge_page(laws, client):
    assert len(shown(client, q="a" * 100_000)) < len(shown(client, q="a")) + 20_000


def test_a_search_sets_no_cookie_and_is_not_kept(laws, client):
    page = client.get("/search/", {"q": "雨伞"})
    assert not page.cookies
    assert not page.has_header("X-Edge-Store")


def test_a_page_costs_few_queries(laws, client, django_assert_max_num_queries):
    client.get("/search/", {"q": "雨伞"})
    with django_assert_max_num_queries(40):
        client.get("/search/", {"q": "雨伞"})


def test_an_address_of_a_view_keeps_the_question():
    assert found.Asked("伞").url("laws", law="yusanfa") == "/search/?q=%E4%BC%9E&kind=laws&law=yusanfa"
    assert found.Asked().url() == "/search/"

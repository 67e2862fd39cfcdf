"""Search finds what is public, and only that."""

import threading

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from pufa.portal import search
from pufa.portal.models import SearchChange
from pufa.portal.search import filling, finding, index, snippets, words
from pufa.portal.tests import builder

pytestmark = pytest.mark.django_db


def _titles(question: str, **filters: int) -> list[str]:
    return [hit.title for hit in search.find(question, **filters).hits]


def test_lay_questions_find_the_piece(programme):
    assert _titles("房东押金不退怎么办")[0] == "押金不退，先做这三件事"
    assert _titles("老板一直不发工资")[0] == "老板拖欠工资，证据怎么留"
    assert _titles("谣言")[0] == "转发之前，先问这三句话"
    assert _titles("１２３３３")[0] == "老板拖欠工资，证据怎么留"


def test_plain_pages_and_series_are_found_too(programme):
    assert "怎么找到我们" in _titles("一楼大厅在哪")
    assert "网上的日子" in _titles("点餐购物租房的专题")


def test_filters_keep_to_a_brand_series_or_topic(programme):
    topic = programme.pieces[4].topics.get(name="网络消费").pk
    assert set(_titles("网络消费", topic=topic)) == {"孩子拿手机打赏，钱能要回来吗", "村里来了“免费体检”，先问几句"}
    assert _titles("网络消费", topic=topic, brand=programme.other.pk) == ["村里来了“免费体检”，先问几句"]
    assert "村里来了“免费体检”，先问几句" not in _titles("网络消费", series=programme.series.pk)
    assert _titles("", topic=topic) == ["村里来了“免费体检”，先问几句", "孩子拿手机打赏，钱能要回来吗"]


def test_a_withdrawn_piece_is_gone_even_while_the_index_lags(programme):
    piece = programme.pieces[0]
    assert _titles("押金")
    Page.objects.filter(pk=piece.pk).update(live=False)
    assert _titles("押金") == []


def test_a_restricted_piece_is_not_found(programme):
    piece = programme.pieces[0]
    assert _titles("押金")
    PageViewRestriction.objects.create(page=piece, restriction_type=PageViewRestriction.LOGIN)
    assert _titles("押金") == []


def test_publishing_and_taking_back_reach_the_index_after_the_commit(programme, django_capture_on_commit_callbacks):
    search.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        late = builder.publish(builder.write(programme.other, 6), builder.START)
        assert late.title not in _titles("押金")
    assert late.title in _titles("押金")
    with django_capture_on_commit_callbacks(execute=True):
        late.unpublish()
    place = index.current()
    assert place is not None
    assert late.pk not in index.ranked(place, "押金", [], 50)[0]
    assert SearchChange.objects.count() == 0


def test_changes_left_by_a_killed_process_are_worked_off(programme):
    search.rebuild()
    piece = programme.pieces[0]
    Page.objects.filter(pk=piece.pk).update(live=False)
    SearchChange.objects.create(page_id=piece.pk)
    assert filling.catch_up() == 1
    place = index.current()
    assert place is not None
    assert piece.pk not in index.ranked(place, "押金", [], 50)[0]


def test_a_broken_off_build_leaves_the_index_in_use(programme):
    search.rebuild()
    before = index.current()

    def breaks_off():
        yield index.Document(1, "a", "b")
        raise RuntimeError("killed")

    with index.writing(), pytest.raises(RuntimeError):
        index.build(breaks_off())
    assert index.current() == before
    assert _titles("押金")
    search.rebuild()
    search.rebuild()
    assert len(list(index.folder().glob("v*-*"))) == 2


def test_a_missing_index_is_made_by_the_first_search(programme):
    assert index.current() is None
    assert _titles("押金")
    assert index.current() is not None


def test_one_writer_at_a_time(programme, monkeypatch):
    monkeypatch.setattr(index, "LOCK_SECONDS", 0.05)
    entered, leave = threading.Event(), threading.Event()

    def hold():
        with index.writing():
            entered.set()
            leave.wait(5)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait(5)
    try:
        assert search.find("押金").is_unavailable
    finally:
        leave.set()
        other.join()
    assert _titles("押金")


def test_pages_of_results(db):
    builder.programme(24)
    first, second = search.find("押金 点餐 谣言 工资 打赏 体检", 1), search.find("押金 点餐 谣言 工资 打赏 体检", 2)
    assert len(first.hits) == finding.PER_PAGE
    assert first.total > finding.PER_PAGE
    assert not {hit.page_id for hit in first.hits} & {hit.page_id for hit in second.hits}


def test_hostile_questions_do_no_harm(programme, client):
    hostile = [
        '"',
        "title:(",
        "a AND (b OR",
        "押金\x00",
        "*:*",
        "[a TO z]",
        "/.*/",
        "^~2",
        "'; DROP TABLE",
        "押" * 5000,
        "-押金",
        "\\",
    ]
    for question in hostile:
        page = client.get("/search/", {"q": question, "page": "-1", "brand": "x", "topic": "9" * 30})
        assert page.status_code == 200, question
        assert len(search.find(question).question) <= words.LONGEST_QUESTION


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), question=st.text(max_size=60))
def test_snippets_escape_everything_but_their_marks(text, question):
    shown = snippets.snippet(text, words.tidy(question))
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
    assert shown.count("<mark>") == shown.count("</mark>")


def test_snippet_shows_the_telling_sentence():
    text = "第一句说天气。第二句说押金不退的事。第三句说别的。"
    assert snippets.snippet(text, "押金") == "第二句说<mark>押金</mark>不退的事。第三句说别的。"
    assert "&lt;b&gt;" in snippets.snippet("<b>押金</b>", "押金")


def test_the_same_cut_for_index_and_question():
    assert set(words.words("拖欠工资")) <= set(words.words("老板拖欠工资的证据"))
    assert words.pairs("网上ABC12") == ["abc12", "网上"]
    assert words.words("怎么办") == []
    assert words.essence("怎么办") == "怎么办"


def test_search_page_says_what_to_try(programme, client):
    page = client.get("/search/", {"q": "量子色动力学"}).content.decode()
    assert "没有找到“量子色动力学”" in page
    assert "0000-1234 5678" in page
    assert "noindex" in page


def test_search_page_speaks_chinese_whatever_the_browser_wants(programme, client):
    page = client.get("/search/", {"q": "押金"}, headers={"accept-language": "en"})
    assert "找到 1 篇" in page.content.decode()
    assert not page.has_header("X-Edge-Store")


def test_search_page_costs_few_queries(programme, client, django_assert_max_num_queries):
    search.rebuild()
    client.get("/search/", {"q": "工资"})
    with django_assert_max_num_queries(30):
        client.get("/search/", {"q": "工资"})

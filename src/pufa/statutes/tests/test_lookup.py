"""Laws by what people type, and what a question finds among the laws."""

import pytest

from pufa.statutes import answers, lookup, search, telling
from pufa.statutes.tests import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(umbrellas, import_folder, settings, tmp_path):
    """Umbrellas in two texts, and the code on rain gear that will repeal them."""
    settings.LAWS_FOLDER = tmp_path / "library"
    import_folder(code=samples.CODE)
    search.rebuild()


@pytest.mark.parametrize(
    "typed", ["雨伞法", "《雨伞法》", "中华人民共和国雨伞法", "ysf", "ys", "yusan", "伞法", "ＹＳＦ"]
)
def test_a_law_is_found_by_characters_and_initials(library, typed):
    assert lookup.matching(typed)[0].short_name == "雨伞法"


def test_what_is_no_name_finds_nothing(library):
    assert [lookup.matching(typed) for typed in ("", "  ", "老板不发工资", "zzz", "%", "《》")] == [[]] * 6


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("雨伞法第4条", (4, 0, None, None)),
        ("雨伞法4", (4, 0, None, None)),
        ("ysf 4", (4, 0, None, None)),
        ("《雨伞法》第四条之一", (4, 1, None, None)),
        ("雨伞法4-1", (4, 1, None, None)),
        ("雨伞法第四条第一款第（二）项", (4, 0, 1, 2)),
        ("请问雨伞法第２条讲的是什么", (2, 0, None, None)),
    ],
)  # fmt: skip
def test_a_citation_typed_leads_to_its_article(library, asked, place):
    pointed = lookup.pointed(asked)
    assert (pointed.law.short_name, pointed.place) == ("雨伞法", lookup.MentionedPlace(*place))


@pytest.mark.parametrize("asked", ["我有3条狗", "借了3天", "1千", "第三条", "工资", "法4"])
def test_other_questions_name_no_law(library, asked):
    pointed = lookup.pointed(asked)
    assert pointed is None or pointed.place is None


def test_the_best_answer_is_the_article_named_and_nothing_else(library):
    found = answers.answers("雨伞法第4条第1款第2项")
    assert (found.total, found.rows) == (1, ())
    assert found.best.article == "第四条第一款第（二）项"
    assert found.best.quote == "（二）超过十五日没有归还的；"
    assert found.best.url.endswith("/yusanfa/4/1/2/")


def test_an_article_that_is_not_there_is_said(library):
    found = answers.answers("雨伞法第99条")
    assert (found.total, found.best) == (0, None)
    assert found.notice_url.endswith("/yusanfa/")
    repealed = answers.answers("雨伞暂行条例第1条")
    assert repealed.notice


def test_a_lay_question_finds_marked_words_and_pages_go_on(library):
    first = answers.answers("雨伞多久不还就不能再借", count=2)
    assert first.best.law == "《雨伞法》"
    assert "<mark>" in first.best.quote
    rest = answers.answers("雨伞多久不还就不能再借", start=1, count=50)
    assert rest.best is None
    assert len(rest.rows) == first.total - 1
    assert {one.label for one in first.by_law} <= {"雨伞法", "雨具法典"}
    only = answers.answers("雨伞", answers.Narrowed(law="yusanfa"))
    assert {one.full_name for one in (only.best, *only.rows)} == {"中华人民共和国雨伞法"}
    assert answers.answers("雨伞", answers.Narrowed(law="none")).total == 0


def test_telling_words_are_escaped_and_marked_once():
    text = "（一）<b>雨伞</b>；（二）没有归还的。\n前款规定的期限。"
    shown = telling.telling(text, "归还", 20)
    assert shown.count("<mark>") == 1
    assert "<b>" not in shown
    assert "<mark>（二）没有归还的。</mark>" in shown
    assert telling.telling("一" * 300, "二", 50) == "一" * 50 + "……"


def test_the_names_for_boxes_are_public_and_kept(library, client):
    answer = client.get("/law/names.json")
    rows = {row[0]: row for row in answer.json()["laws"]}
    assert rows["雨伞法"][1:5] == ["ysf", "/law/yusanfa/", "in_force", 5]
    assert answer["X-Edge-Store"] == "300"
    assert not answer.cookies

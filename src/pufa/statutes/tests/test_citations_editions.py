"""Texts of a law that no longer hold: named beside the law, and numbers that a decision moved."""

from datetime import date

import pytest

from pufa.statutes.citations import Article, Catalogue, LawText, Version, check
from pufa.statutes.citations.renumbering import renumbering

TODAY = date(2026, 6, 1)
STEPS = (
    "增加一条，作为第二条：“放灯应当远离林区。第九条不适用。”",
    "将第三条改为第四条，修改为：“灯笼应当有人看管。”",
    "将第五条、第六条合并，作为第六条，修改为：“违反规定的，责令改正。”",
)
NEW = (
    "为了规范放灯活动，制定本法。", "放灯应当远离林区。", "灯笼应当使用可以降解的材料。", "灯笼应当有人看管。",
    "放灯场所由县级人民政府划定并向社会公布。", "违反规定的，责令改正。", "本法自2001年1月1日起施行。",
)  # fmt: skip


def catalogue(texts: tuple[str, ...] = NEW) -> Catalogue:
    articles = {(number, 0): Article.from_text(text) for number, text in enumerate(texts, start=1)}
    version = Version(articles, date(2025, 5, 1), None, date(2025, 4, 1), renumbering(STEPS, len(texts)))
    return Catalogue([LawText("中华人民共和国放灯法", (), (version,), first_in_force_on=date(2001, 1, 1))])


def test_a_decision_tells_where_each_article_went():
    assert renumbering(STEPS, 7) == {2: 3, 3: 4, 4: 5, 5: 6}


@pytest.mark.parametrize(
    ("steps", "last"),
    [
        ((), 5),
        (("将第三条修改为：“第四条改为第九条。”",), 5),  # nothing moves
        (("将第二条改为第九条。",), 5),  # does not add up to the text
        (("将第四条改为第二条。", "将第二条改为第四条。"), 5),  # out of order
    ],
)
def test_what_does_not_add_up_is_not_used(steps, last):
    assert renumbering(steps, last) == {}


def test_the_old_number_with_its_words_is_told_the_new_one():
    (one,) = check("《放灯法》第四条规定：“放灯场所由县级人民政府划定并向社会公布。”", catalogue(), on=TODAY)
    assert (one.verdict, one.article) == ("renumbered", 4)
    assert "第五条" in one.hint
    (other,) = check("《放灯法》第一条规定：“放灯场所由县级人民政府划定并向社会公布。”", catalogue(), on=TODAY)
    assert other.verdict == "misquoted"


@pytest.mark.parametrize(
    ("text", "verdict", "hint"),
    [
        ("旧《放灯法》第四条", "not_in_force_on_date", "现为第五条"),
        ("修订前的放灯法第四条", "not_in_force_on_date", "2025年"),
        ("原放灯法第一条", "not_in_force_on_date", "修改前"),
        ("2001年《放灯法》第一条", "not_in_force_on_date", "2001"),
        ("2025年《放灯法》第一条", "ok", ""),
        ("2026年《放灯法》第一条", "ok", ""),  # the year of an event, not of a text
        ("2026年修订的《放灯法》第一条", "ok", "没有2026年的文本"),
        ("《放灯法》2025年修正版第一条", "ok", ""),
        ("《放灯法（2025年4月1日某委员会第三次会议通过）》第一条", "ok", ""),
        ("还原《放灯法》第一条的场景", "ok", ""),
    ],
)
def test_a_text_named_beside_the_law_is_judged(text, verdict, hint):
    (one,) = check(text, catalogue(), on=TODAY)
    assert one.verdict == verdict
    assert hint in one.hint
    assert bool(one.hint) is bool(hint)


def test_a_part_that_stands_under_the_new_number_is_hinted_at():
    listed = "放灯场所应当：\n（一）远离林区；\n（二）有人看管。"
    (one,) = check("《放灯法》第四条第（二）项", catalogue((*NEW[:4], listed, *NEW[5:])), on=TODAY)
    assert one.verdict == "no_such_item"
    assert "没有分项" in one.hint
    assert "第五条" in one.hint
    (beyond,) = check("《放灯法》第四条第（三）项", catalogue((*NEW[:4], listed, *NEW[5:])), on=TODAY)
    assert beyond.verdict == "no_such_item"
    assert "第五条" not in beyond.hint

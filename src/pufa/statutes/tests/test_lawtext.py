from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.statutes.lawtext import LawTextError, read_law
from pufa.statutes.tests import samples


def read(text):
    return read_law(text.splitlines(), "sample")


def test_a_law_is_read_with_history_headings_and_days():
    law = read(samples.OLD)
    assert (law.name, law.kind, law.field, law.issuer) == (
        "中华人民共和国雨伞法", "law", "经济法", "示例大会常务委员会",
    )  # fmt: skip
    assert (law.promulgated_on, law.force_on, law.first_force_on) == (
        date(2015, 3, 1), date(2015, 6, 1), date(2015, 6, 1),
    )  # fmt: skip
    assert [(article.number, article.place[0].title) for article in law.articles] == [
        (1, "总则"), (2, "总则"), (3, "借伞"), (4, "借伞"),
    ]  # fmt: skip
    assert law.articles[2].lines[1] == "（一）把伞弄坏，拒不修理的；"
    assert law.preamble == ""


def test_an_amended_text_counts_from_the_day_it_names_and_keeps_its_between_articles():
    law = read(samples.NEW)
    assert (law.promulgated_on, law.force_on, law.first_force_on) == (
        date(2025, 3, 1), date(2025, 9, 1), date(2015, 6, 1),
    )  # fmt: skip
    assert [(article.number, article.sub) for article in law.articles][3:] == [(4, 0), (4, 1), (5, 0)]


def test_an_amended_text_that_names_no_day_leaves_it_open():
    assert read(samples.NEW.replace("施行日期：2025年9月1日\n", "")).force_on is None


def test_a_preamble_and_a_text_without_articles():
    text = samples.CODE.replace("第一条　", "序　言\n下雨是常有的事。\n第一条　")
    assert read(text).preamble == "下雨是常有的事。"
    decision = read("关于撑伞的决定\n（2026年1月1日通过）\n会议决定：雨天可以撑伞。\n本决定自公布之日起施行。")
    assert [(article.number, len(article.lines)) for article in decision.articles] == [(0, 2)]
    assert decision.kind == "decision"


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("第三条　", "第五条　"), 9, "第五条 after 第二条"),
        (("（2015年3月1日第一届", "（第一届"), 2, "no day"),
        (("第二条　出借雨伞应当公平，不得挑选借伞人。", "第二条"), 17, "第二条 is empty"),
    ],
)
def test_a_broken_text_says_at_which_line(change, line, message):
    text = samples.NEW.replace(*change)
    if "第一届" in change[1]:
        text = text.replace("根据2025年3月1日", "根据").replace("施行日期：2025年9月1日", "施行日期：2025年9月1日")
    with pytest.raises(LawTextError, match=message) as refusal:
        read(text)
    assert refusal.value.line == line


def test_what_is_no_law_is_refused():
    for text, message in (
        ("", "no article"),
        ("一篇文章\n（2026年1月1日）\n没有条文。", "no article"),
        ("长" * 300, "history"),
    ):
        with pytest.raises(LawTextError, match=message):
            read(text)


PIECES = st.sampled_from(
    [
        "第一条 ",
        "第二条",
        "第二条之一　",
        "（2015年3月1日通过）",
        "（",
        "）",
        "目录",
        "附则",
        "第一章 总则",
        "公布日期：",
        "二",
        "。",
        "\n",
        "\u3000",
    ]
)


@given(st.lists(PIECES, max_size=40))
def test_whatever_comes_is_a_law_or_refused_with_its_line(pieces):
    text = "".join(pieces)
    law, line = None, 0
    try:
        law = read(text)
    except LawTextError as error:
        line = error.line
    assert 0 <= line <= len(text.splitlines())
    assert law is None or (law.name and all(article.lines and all(article.lines) for article in law.articles))

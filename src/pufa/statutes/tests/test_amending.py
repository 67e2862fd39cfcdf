from datetime import date

import pytest

from pufa.statutes import amending
from pufa.statutes.records import ArticleText, LawText
from pufa.statutes.settling import settle

NAME = "中华人民共和国雨伞法"


def article(number, *lines, sub=0):
    return ArticleText(number, sub, f"第{number}条", lines)


def law():
    articles = (
        article(1, "为了避雨，制定本法。"),
        article(2, "有下列情形之一的，应当撑伞：", "（一）下雨；", "（二）下雪。", "前款规定不适用于室内。"),
        article(3, "本法自公布之日起施行。"),
    )
    return LawText("rain", NAME, articles, date(2020, 5, 1), force_on=date(2020, 6, 1))


def amendment(*steps, name=f"{NAME}修正案（二）", day=date(2024, 3, 1)):
    articles = tuple(article(number, *lines) for number, lines in enumerate(steps, start=1))
    return LawText(name, name, articles, day, force_on=date(2024, 9, 1))


LAST = ("本修正案自2024年9月1日起施行。",)


def lines_of(text):
    return {(one.number, one.sub): one.lines for one in text.articles}


def test_an_article_and_a_paragraph_with_its_items_get_new_words():
    found = amending.worked_in(
        law(),
        amendment(
            ("将雨伞法第一条修改为：“为了避雨和遮阳，制定本法。”",),
            ("将雨伞法第二条第一款修改为：“出门应当带伞：", "“（一）阴天；", "“（二）雨天。”"),
            LAST,
        ),
    )
    assert (found.promulgated_on, found.force_on) == (date(2024, 3, 1), date(2024, 9, 1))
    assert lines_of(found) == {
        (1, 0): ("为了避雨和遮阳，制定本法。",),
        (2, 0): ("出门应当带伞：", "（一）阴天；", "（二）雨天。", "前款规定不适用于室内。"),
        (3, 0): law().articles[2].lines,
    }


def test_a_paragraph_is_added_by_giving_the_whole_article_anew_and_an_article_is_put_in():
    found = amending.worked_in(
        law(),
        amendment(
            ('在雨伞法第一条中增加一款作为第二款，将该条修改为："为了避雨，制定本法。', "“遮阳适用本法。”"),
            ("在雨伞法第二条后增加一条，作为第二条之一：“雨伞可以借用。”",),
            LAST,
        ),
    )
    assert lines_of(found)[1, 0] == ("为了避雨，制定本法。", "遮阳适用本法。")
    assert lines_of(found)[2, 1] == ("雨伞可以借用。",)
    assert [(one.number, one.sub) for one in found.articles] == [(1, 0), (2, 0), (2, 1), (3, 0)]


@pytest.mark.parametrize(
    "step",
    [
        "删去雨伞法第一条。",
        "将雨伞法第九条修改为：“没有这一条。”",
        "将雨伞法第二条第七款修改为：“没有这一款。”",
        "将雨伞法第一条修改为：没有引号。",
        "在雨伞法第一条后增加一条，作为第二条：“已经有了。”",
    ],
)
def test_a_step_no_rule_reads_derives_nothing_and_is_said(step):
    with pytest.raises(amending.NotUnderstoodError):
        amending.worked_in(law(), amendment((step,)))
    laws, notes = settle([law(), amendment((step,))], {})
    assert [text.text.promulgated_on for one in laws if one.name == NAME for text in one.texts] == [date(2020, 5, 1)]
    assert [note.rule for note in notes if note.law == NAME] == ["amendment not worked in"]


def test_settling_adds_the_amended_text_from_its_day_and_only_by_later_amendments():
    old = amendment(("删去雨伞法第一条。",), name=f"{NAME}修正案", day=date(2019, 1, 1))
    new = amendment(("将雨伞法第一条修改为：“为了遮阳，制定本法。”",), LAST)
    laws, notes = settle([new, law(), old], {})
    texts = next(one for one in laws if one.name == NAME).texts
    assert [text.force_on for text in texts] == [date(2020, 6, 1), date(2024, 9, 1)]
    assert not texts[1].is_assumed
    assert [note.rule for note in notes if note.law == NAME] == ["amendment worked in"]


def test_other_names_amend_nothing():
    assert amending.amended_law(f"{NAME}修正案（十二）") == NAME
    assert amending.amended_law(f"关于修改《{NAME}》的决定") == ""

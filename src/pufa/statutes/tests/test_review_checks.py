"""Wrong citations stop a text at the gates; a named person may let one pass with a reason."""

import pytest
from django.utils import translation

from pufa.review import actions
from pufa.review.drafts import Draft
from pufa.review.errors import ReviewError
from pufa.review.models import Review, Verdict
from pufa.review.tests import factories
from pufa.statutes.tests import samples
from pufa.statutes.tests.conftest import NOW

CODE = "law_citations"
RIGHT = "《雨伞法》第四条第一款第三项说，转借牟利的不得再借。《雨伞法》第二条规定：“出借雨伞应当公平”。"


@pytest.fixture
def staff(db):
    return factories.hire()


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def hand_in(staff, *paragraphs, title="借伞的规矩", standfirst="") -> Review:
    draft = Draft(title, standfirst=standfirst, paragraphs=paragraphs, credits=factories.GOOD.credits)
    return factories.submitted(staff, factories.put_up(draft, authors=[staff.editor]))


def report(review):
    return review.reports.latest("pk")


def findings(review):
    return [row for row in report(review).findings if row["code"] == CODE]


def test_right_citations_pass(umbrellas, staff):
    review = hand_in(staff, RIGHT, "该法第四条之一也一样。", standfirst="依据《中华人民共和国雨伞法》第一条。")
    assert findings(review) == []
    assert report(review).verdict == Verdict.CLEAN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("《雨伞税法》第一条规定要交税。", "没有这部法律"),
        ("《雨伞法》第九条规定要交税。", "没有这一条"),
        ("《雨伞法》第四条第三款。", "该条只有二款"),
        ("《雨伞法》第四条第一款第八项。", "此处只有三项"),
        ("《雨伞法》第三条规定：“雨伞归还应当迟缓。”", "引文与原文不符"),
        ("《雨伞法》第二条规定：“雨伞归还应当及时。”", "现为第三条"),
        ("《雨伞法》（2015年）第二条。", "该日期有效的是2025年的文本"),
    ],
)
def test_wrong_citations_block(umbrellas, staff, text, words):
    review = hand_in(staff, "借伞之前先问清楚。", text)
    (row,) = findings(review)
    assert (row["level"], row["paragraph"]) == ("block", 2)
    assert words in row["message"]
    assert row["message"].startswith("《雨伞")
    assert "《雨伞" in row["excerpt"]
    with pytest.raises(ReviewError) as refused:
        at_the_end(review, staff)
    assert refused.value.reason == "blocking_finding"
    assert words in str(refused.value)


def test_repealed_and_not_yet_in_force_block(umbrellas, import_folder, staff, monkeypatch):
    import_folder(code=samples.CODE)
    assert "尚未生效" in findings(hand_in(staff, "《雨具法典》第一条。"))[0]["message"]
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW.replace(year=2027))
    assert "由《中华人民共和国雨具法典》取代" in findings(hand_in(staff, "《雨伞法》第一条。"))[0]["message"]


def test_title_and_standfirst_are_checked_too(umbrellas, staff):
    rows = findings(hand_in(staff, "正文。", title="看《雨伞法》第八条", standfirst="《雨伞法》第七条说了什么"))
    assert [(row["paragraph"], row["excerpt"]) for row in rows] == [
        (None, "看《雨伞法》第八条"),
        (None, "《雨伞法》第七条说了什么"),
    ]


def test_a_named_person_lets_one_pass(umbrellas, staff):
    review = hand_in(staff, "旧伞法《雨伞法》第九条，今天已经没有了。")
    (row,) = findings(review)
    actions.override(
        review=review, fingerprint=row["fingerprint"], by=staff.final, reason="讲的是旧法", now=factories.MONDAY
    )
    assert at_the_end(review, staff).state == "approved"


def test_without_laws_one_note_and_only_where_something_is_cited(staff):
    (row,) = findings(hand_in(staff, "《雨伞法》第九条和《雨伞法》第十条。"))
    assert (row["level"], row["message"]) == ("note", "法律库里还没有法律，未核对引用的法条。")
    assert findings(hand_in(staff, "借伞之前先问清楚，第一条最要紧。")) == []


def at_the_end(review, staff):
    factories.proofed(review, staff)
    for _gate in range(3):
        review = factories.pass_gate(review, staff)
    return review

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.statutes import parsing
from pufa.statutes.numerals import number_of
from pufa.statutes.parsing import article_head, heading, joined, outline, split_headings
from pufa.ui.chinese_text import chinese_numeral

WORDS = st.text(alphabet="国家依法保护公民合法权益应当不得", min_size=3, max_size=30)
ITEMS = st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=3)), max_size=5)
PARAGRAPHS = st.lists(st.tuples(WORDS, ITEMS), min_size=1, max_size=5)


@given(st.integers(1, 9999))
def test_numbers_are_read_as_they_are_written(number):
    assert number_of(chinese_numeral(number)) == number


def test_digits_and_old_forms_are_numbers_too():
    assert [number_of(text) for text in ("二〇二五", "十", "二十", "一百零三", "两千", "一千零一十")] == [
        2025, 10, 20, 103, 2000, 1010,
    ]  # fmt: skip
    for wrong in ("", "百分", "12"):
        with pytest.raises(ValueError, match="no Chinese number"):
            number_of(wrong)


@given(st.integers(1, 1500), st.integers(0, 20))
def test_every_article_number_is_read(number, sub):
    label = f"第{chinese_numeral(number)}条" + (f"之{chinese_numeral(sub)}" if sub else "")
    head = article_head(f"{label}　国家依法保护。")
    assert head is not None
    assert (head.number, head.sub, head.label, head.rest) == (number, sub, label, "国家依法保护。")


def test_a_reference_to_an_article_begins_none():
    assert article_head("第三条规定的情形") is None
    assert article_head("本法第三条 规定") is None


@given(PARAGRAPHS)
def test_an_article_is_taken_apart_as_it_was_put_together(paragraphs):
    lines, expected = [], []
    for number, (words, items) in enumerate(paragraphs, start=1):
        lines.append(words + ("：" if items else "。"))
        expected.append(("paragraph", number, 0, 0))
        for item, (text, subitems) in enumerate(items, start=1):
            is_last = item == len(items) and not subitems
            lines.append(f"（{chinese_numeral(item)}）{text}" + ("：" if subitems else "。" if is_last else "；"))
            expected.append(("item", number, item, 0))
            for sub, below in enumerate(subitems, start=1):
                lines.append(f"{sub}.{below}" + ("。" if sub == len(subitems) else "；"))
                expected.append(("subitem", number, item, sub))
    found = outline("\n".join(lines))
    assert [(line.role, line.paragraph, line.item, line.subitem) for line in found] == expected


@given(st.text(max_size=300))
def test_no_text_loses_a_line_or_a_sign(text):
    kept = [line.strip() for line in text.split("\n") if line.strip()]
    assert [line.text for line in outline(text)] == kept


def test_an_enumeration_without_numbers_stays_one_paragraph():
    found = outline("由下列人员组成：\n主任，\n委员若干人。\n任期五年。")
    assert [(line.role, line.paragraph) for line in found] == [
        ("paragraph", 1), ("more", 1), ("more", 1), ("paragraph", 2),
    ]  # fmt: skip


def test_a_table_behind_an_article_is_no_paragraph():
    found = outline("本法自公布之日起施行。\n附：\n税目税率表\n| 一 | 二 |")
    assert [line.role for line in found] == ["paragraph", "annex", "annex", "annex"]
    assert [line.role for line in outline("税率依表。\n《税目税率表》由国务院调整。")] == ["paragraph", "paragraph"]


def test_lists_of_other_marks_are_items():
    assert [line.item for line in outline("下列情形：\n一、甲；\n二、乙。")] == [0, 1, 2]
    assert [line.item for line in outline("下列情形：\n1.甲；\n2.乙。")] == [0, 1, 2]
    assert [line.role for line in outline("甲。\n二、乙。")] == ["paragraph", "paragraph"]


def test_headings_are_told_from_sentences():
    assert heading("第二分编　典型合同") == parsing.Heading("subpart", "第二分编", "典型合同")
    assert heading("第一章 总　则").title == "总则"
    assert heading("附　则") == parsing.Heading("chapter", "", "附则")
    assert heading("第三章的规定适用于前款。") is None
    assert heading("第二编规定的物权") is not None or heading("第二章规定，不得转让。") is None


def test_headings_that_slipped_behind_an_article_are_taken_off():
    lines, slipped = split_headings(["甲。", "第二编 物 权", "第一分编 通 则"])
    assert lines == ["甲。"]
    assert [one.text for one in slipped] == ["第二编 物权", "第一分编 通则"]
    assert split_headings(["第二编 物 权"])[1] == []


def test_a_new_part_ends_what_stood_below_the_old():
    part, chapter = heading("第一编 总则"), heading("第二章 自然人")
    above = joined([], [part, chapter])
    assert joined(above, [heading("第二编 物权")]) == [heading("第二编 物权")]
    assert joined(above, [heading("附则")]) == [heading("附则")]
    assert joined([heading("附则")], [chapter]) == [chapter]


def test_a_sentence_between_two_items_belongs_to_the_first():
    found = outline("依照下列规定：\n（一）甲。\n前项所称甲，是指乙。\n（二）丙。\n丁。")
    assert [(line.role, line.paragraph, line.item) for line in found] == [
        ("paragraph", 1, 0), ("item", 1, 1), ("more", 1, 1), ("item", 1, 2), ("paragraph", 2, 0),
    ]  # fmt: skip

"""Differences: readable, and complete whatever the texts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pufa.review import diffs
from pufa.review.tests.factories import GOOD

TEXT = st.text(alphabet="法律网络安全的，。 a", max_size=30)


def body(old, new):
    return [(change.kind, change.number) for change in diffs.paragraphs(old, new)]


def test_kinds_of_changes():
    old = ("开头一段不变。", "第二段讲清楚诈骗的套路。", "要删的一段文字在这里。")
    new = ("开头一段不变。", "第二段讲清楚网络诈骗的套路。", "完全另写，ABC。")
    assert body(old, new) == [("same", 1), ("changed", 2), ("added", 3), ("removed", None)]
    assert body((), ("一", "二")) == [("added", 1), ("added", 2)]
    assert body(("一",), ()) == [("removed", None)]


def test_characters_within_a_paragraph():
    parts = diffs.characters("诈骗的套路", "网络诈骗的新套路")
    assert [(part.kind, part.text) for part in parts] == [
        ("added", "网络"), ("same", "诈骗的"), ("added", "新"), ("same", "套路"),
    ]  # fmt: skip


def test_the_first_text_is_shown_plainly():
    changes = diffs.compare(None, GOOD)
    assert not diffs.has_changes(changes)
    assert [change.text for change in changes if change.number] == list(GOOD.paragraphs)


def test_headings_and_steps_are_told_from_paragraphs():
    changes = diffs.paragraphs((), ("先停一停", "先停一停，再核实。", "1. 停", "2026 年的事", "长" * 31))
    assert [(change.is_heading, change.is_step) for change in changes] == [
        (True, False), (False, False), (False, True), (False, False), (False, False),
    ]  # fmt: skip


def test_heads_are_compared_too():
    changes = diffs.compare(GOOD, replace(GOOD, title="别点陌生的链接", source="某报"))
    assert [change.kind for change in changes if change.label] == ["changed", "same", "same", "changed"]
    assert diffs.has_changes(changes)


def test_very_long_paragraphs_are_replaced_as_a_whole():
    assert [part.kind for part in diffs.characters("一" * 4001, "二")] == ["removed", "added"]


@given(TEXT, TEXT)
def test_no_character_is_lost(old, new):
    parts = diffs.characters(old, new)
    assert "".join(part.text for part in parts if part.kind != "added") == old
    assert "".join(part.text for part in parts if part.kind != "removed") == new


@given(st.lists(TEXT, max_size=6), st.lists(TEXT, max_size=6))
def test_no_paragraph_is_lost(old, new):
    changes = diffs.paragraphs(old, new)
    assert [change.text for change in changes if change.kind != "removed"] == new
    kept = [
        "".join(part.text for part in change.parts if part.kind != "added")
        for change in changes
        if change.kind != "added"
    ]
    assert kept == old
    assert [change.number for change in changes if change.number] == list(range(1, len(new) + 1))

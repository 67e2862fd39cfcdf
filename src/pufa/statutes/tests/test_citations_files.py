"""Texts to check that come from files: long ones piece by piece, lines of JSON, and what is neither."""

from datetime import date

import pytest

from pufa.statutes.citations import check, check_long, from_lines
from pufa.statutes.tests import citation_laws

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize("end", ["\n\n", "\n", "。", "；"])
def test_a_long_text_gives_what_it_gives_in_one_piece(end):
    catalogue = citation_laws.catalogue()
    text = end.join(f"第{number}段说《风筝法》第三条第一款第（二）项与茶法第九条" for number in range(200))
    whole = check(text, catalogue, on=TODAY)
    pieces = tuple(check_long(text, catalogue, on=TODAY, piece=500))
    assert pieces == whole
    assert len(whole) == 400
    assert all(text[one.start : one.end] == one.text for one in pieces)


def test_a_long_text_without_any_end_is_cut():
    text = "甲" * 5000
    assert tuple(check_long(text, citation_laws.catalogue(), on=TODAY, piece=100)) == ()


def test_each_line_gives_its_text(tmp_path):
    file = tmp_path / "texts.jsonl"
    file.write_bytes('\ufeff{"text": "一"}\r\n\n{"id": 3, "text": "二\\n三"}'.encode())
    assert list(from_lines(file, "text")) == ["一", "", "二\n三"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"text": "a"', "2: not JSON"),
        (b"[1]", '2: not a JSON object with "text"'),
        (b'{"text": null}', '2: not a JSON object with "text"'),
        (b'{"words": "a"}', '2: not a JSON object with "text"'),
        ('{"text": "条"}'.encode("gb18030"), "2: not UTF-8"),
        (b"[" * 100_000, "2: not JSON"),
        (b"\x00\xff\x10", "2: not UTF-8"),
    ],
)
def test_a_broken_line_is_named_after_those_before_it_were_given(tmp_path, line, message):
    file = tmp_path / "texts.jsonl"
    file.write_bytes(b'{"text": "a"}\n' + line + b"\n")
    lines = from_lines(file, "text")
    assert next(lines) == "a"
    with pytest.raises(ValueError, match=r"texts\.jsonl") as raised:
        next(lines)
    assert message in str(raised.value)

"""Reading tables people filled in."""

import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pufa.lib import sheet_reader, spreadsheet

LIMITS = {"most_bytes": 100_000, "most_rows": 10}


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def texts(data):
    return [(number, [cell.text for cell in cells]) for number, cells in sheet_reader.read(data, **LIMITS).rows]


def test_values_of_every_kind_become_text():
    data = workbook(["a", 13812345678, 1.5, True, date(2026, 1, 2), datetime(2026, 1, 2, 8, 30), None, "　x　y "])
    expected = ["a", "13812345678", "1.5", "True", "2026-01-02", "2026-01-02 08:30:00", "", "x y"]
    assert texts(data) == [(1, expected)]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers():
    assert texts(workbook(["a"], [None], [" "], ["b"])) == [(1, ["a"]), (4, ["b"])]
    assert texts(b"a\n\n\nb\n") == [(1, ["a"]), (4, ["b"])]


def test_a_formula_is_told_apart_from_text_that_only_looks_like_one():
    rows = sheet_reader.read(spreadsheet.excel("t", ["h"], [["=1+1"]]).read(), **LIMITS).rows
    assert rows[1][1][0].fault == ""
    assert sheet_reader.read(workbook(["=1+1"]), **LIMITS).rows[0][1][0].fault == "formula"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" ", "empty"),
        (b"x" * 100_001, "too_large"),
        (b"\xd0\xcf\x11\xe0", "old_excel"),
        (b"PK\x03\x04", "not_a_table"),
        (b"\xff\xff\x00", "encoding"),
        (b"a\n" * 12, "too_many_rows"),
        (b"a," * 61 + b"a", "too_many_columns"),
        (workbook(*[["a"]] * 12), "too_many_rows"),
        (workbook(["a"] * 61), "too_many_columns"),
    ],
)
def test_what_is_refused_has_a_code(data, code):
    with pytest.raises(sheet_reader.SheetError) as refusal:
        sheet_reader.read(data, **LIMITS)
    assert refusal.value.code == code


@given(st.binary(max_size=200))
def test_any_bytes_give_a_table_or_a_code(data):
    try:
        sheet = sheet_reader.read(data, **LIMITS)
    except sheet_reader.SheetError as refusal:
        assert refusal.code  # noqa: PT017  (both ends are right; only another exception would be wrong)
    else:
        assert all(any(cell.text for cell in cells) for _number, cells in sheet.rows)


@given(st.text(max_size=40))
def test_tidying_again_changes_nothing(text):
    for tidy in (sheet_reader.tidy, sheet_reader.narrow):
        assert tidy(tidy(text)) == tidy(text)

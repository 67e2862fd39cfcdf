"""Tables as files: what is written can be read again, and nothing becomes a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.lib import spreadsheet

MOMENT = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)


def cells(rows, title="表"):
    sheet = openpyxl.load_workbook(spreadsheet.excel(title, ["名", "数"], rows, widths=[20])).active
    return sheet, [list(row) for row in sheet.iter_rows()]


def test_values_come_back_with_their_types():
    sheet, rows = cells([["普法", 3], [date(2026, 1, 2), Decimal("1.5")], [MOMENT, None], [True, ""]], "a/b:c")
    assert sheet.title == "a b c"
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in rows[0]] == ["名", "数"]
    assert rows[0][0].font.bold
    assert [cell.value for cell in rows[1]] == ["普法", 3]
    assert rows[2][0].value.date() == date(2026, 1, 2)
    assert rows[2][1].value == 1.5
    assert rows[3][0].value == datetime(2026, 3, 2, 4, 0), "Chinese time"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_no_text_becomes_a_formula(text):
    _, rows = cells([[text, 1]])
    assert rows[1][0].data_type in {"s", "inlineStr"}
    assert rows[1][0].value == text
    lines = b"".join(spreadsheet.csv_lines(["a"], [[text]])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(lines)))[1] == [f"'{text}"]


def test_numbers_below_zero_stay_numbers_in_csv():
    text = b"".join(spreadsheet.csv_lines(["a", "b"], iter([[Decimal(-3), MOMENT], [None, "甲,乙"]]))).decode(
        "utf-8-sig"
    )
    assert list(csv.reader(io.StringIO(text))) == [["a", "b"], ["-3", "2026-03-02 04:00:00"], ["", "甲,乙"]]


@given(st.text(max_size=40))
def test_any_text_can_be_written(text):
    _, rows = cells([[text, 1]])
    assert rows[1][1].value == 1
    assert rows[1][0].data_type != "f"

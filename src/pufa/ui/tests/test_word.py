"""Word files: numbered sections, tables that go over a page, signs that Word cannot hold."""

import io

from docx import Document
from docx.oxml.ns import qn

from pufa.ui.printing import Word


def written(word):
    return Document(io.BytesIO(word.done()))


def test_sections_are_numbered_as_offices_number_them():
    word = Word("报告", "截至今日")
    for text in ("总体情况", "活动", "来源"):
        word.section(text)
    word.signed("某某办公室", "2026年1月2日")
    lines = [one.text for one in written(word).paragraphs if one.text]
    assert lines == ["报告", "截至今日", "一、总体情况", "二、活动", "三、来源", "某某办公室", "2026年1月2日"]


def test_a_table_repeats_its_head_keeps_rows_whole_and_fills_the_page():
    word = Word("报告")
    word.table(["单位", "场次"], [["甲", 1200], ["乙", "3"]], (3, 1))
    document = written(word)
    (table,) = document.tables
    head, first, second = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [cell.text for cell in first.cells] == ["甲", "1,200"]
    assert [row.cells[1].paragraphs[0].alignment for row in (head, first, second)] == [1, 2, 0]
    page = document.sections[0]
    inner = page.page_width - page.left_margin - page.right_margin
    assert abs(sum(cell.width for cell in first.cells) - inner) < inner / 100
    assert abs(first.cells[0].width - 3 * first.cells[1].width) < inner / 100


def test_signs_xml_cannot_hold_are_left_out_and_wide_blanks_stay():
    word = Word("报\x00告")
    word.paragraph("甲\u3000乙\x0b丙")
    word.facts([("名称", "值\x07")])
    document = written(word)
    assert [one.text for one in document.paragraphs if one.text] == ["报告", "甲\u3000乙丙"]
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["名称", "值"]


def test_every_page_has_its_number():
    foot = written(Word("报告")).sections[0].footer.paragraphs[0]
    assert foot.text == "—  —"
    assert "PAGE" in foot._p.xml

"""The printed approval form, opened again as its reader would."""

import io
import shutil
import subprocess

import pytest
from django.test import Client
from docx import Document

from pufa.review import actions, printing, queries
from pufa.review.models import Stage
from pufa.review.printing import template
from pufa.review.tests import factories
from pufa.review.tests.factories import MONDAY, at_final, pass_gate, put_up, sign_in, submitted
from pufa.ui import printing as house_printing

NASTY = "“重要” <b>&amp; {{ title }} #let x"


@pytest.fixture
def finished(staff):
    review = at_final(staff, put_up(title=NASTY, is_reprint=True, source="某报\x0b"))
    (finding,) = queries.blocking(review)
    actions.override(
        review=review, by=staff.final, fingerprint=finding["fingerprint"], reason="已向报社核实", now=MONDAY
    )
    pass_gate(review, staff, comment="同意 <i>发布</i>")
    actions.look_back(review=review, by=staff.office, verdict="needs_change", note="电话已换", now=MONDAY)
    return review


def word_text(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def pdf_text(content):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


def expected():
    return [
        "陈初", "黄复", "周终", "同意 <i>发布</i>", "初审", "复审", "终审", "2026-03-02 09:00", "已向报社核实",
        "电话已换", "吴办", *queries.checklist(Stage.FINAL),
    ]  # fmt: skip


def test_word_holds_the_whole_record(finished):
    text = word_text(printing.FORMATS["docx"](finished).content)
    assert NASTY in text
    for words in expected():
        assert words in text
    assert "{%" not in text
    assert text.count("☑") == sum(len(queries.checklist(stage)) for stage in Stage)


def test_pdf_holds_the_whole_record(finished):
    made = printing.FORMATS["pdf"](finished)
    assert made.content.startswith(b"%PDF-")
    text = pdf_text(made.content)
    squeezed = "".join(text.split())
    for words in ["“重要”<b>&amp;{{title}}#letx", *expected()]:
        assert "".join(words.split()) in squeezed


def test_an_open_review_prints_empty_gates_to_sign(staff):
    review = submitted(staff)
    text = word_text(printing.FORMATS["docx"](review).content)
    assert "____" in text
    assert "□" in text
    assert "☑" not in text
    assert printing.FORMATS["pdf"](review).content.startswith(b"%PDF-")


def test_the_desk_sends_both_files_under_a_safe_name(staff):
    review = submitted(staff, put_up(title='../../etc/passwd\r\nX: 1 "a"?'))
    browser = sign_in(Client(), staff.first)
    for form, kind in (("docx", "wordprocessingml"), ("pdf", "application/pdf")):
        answer = browser.get(f"/desk/reviews/{review.pk}/form.{form}")
        assert answer.status_code == 200
        assert kind in answer.headers["Content-Type"]
        assert answer.headers["Content-Disposition"].startswith("attachment")
    name = printing.file_name(review, "pdf")
    assert not set(name) & set('/\\:*?"<>|\r\n')
    assert name.endswith(".pdf")
    review.title = "很长" * 200
    assert len(printing.file_name(review, "pdf")) < 100


def test_without_a_chinese_font_the_reader_is_told_what_to_do(staff, monkeypatch):
    review = submitted(staff)
    monkeypatch.setattr(house_printing, "CHINESE_FONTS", ("No Such Font",))
    answer = sign_in(Client(), staff.first).get(f"/desk/reviews/{review.pk}/form.pdf")
    assert answer.status_code == 503
    assert "fonts-noto-cjk" in answer.content.decode()


def test_the_template_is_what_its_script_builds(tmp_path):
    template.build(tmp_path / "approval.docx")
    built = word_text((tmp_path / "approval.docx").read_bytes())
    assert built == word_text(template.TARGET.read_bytes())
    assert factories.GOOD.title not in built

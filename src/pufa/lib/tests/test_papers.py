"""Documents that everybody will open: told by their content, without programs, whole."""

import io
import zipfile
import zlib

import pytest
from docx import Document
from openpyxl import Workbook

from pufa.lib import papers

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def word():
    made = io.BytesIO()
    document = Document()
    document.add_paragraph("普法讲义")
    document.save(made)
    return made.getvalue()


def excel():
    made = io.BytesIO()
    Workbook().save(made)
    return made.getvalue()


def archive(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return made.getvalue()


def with_member(data, name):
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as target:
        target.writestr(name, b"x")
    return made.getvalue()


def refusal(data, **how):
    with pytest.raises(papers.PaperError) as caught:
        papers.safe_paper(data, **how)
    assert caught.value.message_zh
    return caught.value.code


def test_papers_are_known_by_what_is_in_them():
    assert [papers.safe_paper(data).suffix for data in (PDF, word(), excel())] == ["pdf", "docx", "xlsx"]
    assert papers.safe_paper(PDF, only_pdf=True).mime == "application/pdf"
    assert len(papers.safe_paper(PDF).sha256) == 64


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"0" * papers.MOST_BYTES, "too_large"),
        (b"MZ\x90\x00", "no_paper"),
        (b"<html><script>1</script></html>", "no_paper"),
        (b"PK\x03\x04broken", "broken"),
        (PDF[:40], "broken"),
        (PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root"), "locked"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "program"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /J#61vaScript >>"), "program"),
        (PDF.replace(b"/Catalog", b"/Catalog /AA << /S /Launch >>"), "program"),
        (archive(a="b"), "no_paper"),
        (archive(**{"[Content_Types].xml": "<Types/>"}), "no_paper"),
    ],
)
def test_what_is_not_taken_says_why(data, code):
    assert refusal(data) == code


def test_programs_in_office_files_and_in_packed_objects_are_found():
    assert refusal(with_member(word(), "word/vbaProject.bin")) == "program"
    assert refusal(with_member(word(), "word/activeX/activeX1.xml")) == "program"
    packed = zlib.compress(b"<< /S /JavaScript >>")
    stream = b"2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n"
    assert refusal(PDF.replace(b"trailer", stream + b"trailer")) == "program"
    bomb = zlib.compress(b"0" * 10_000_000)
    assert refusal(PDF.replace(b"trailer", stream.replace(packed, bomb) + b"trailer")) == "broken"


def test_only_pdf_where_only_that_can_be_read_at_home():
    assert refusal(word(), only_pdf=True) == "only_pdf"

"""Builds the Word template `case.docx`: call `build()` from `django-admin shell` after a change here."""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TARGET = Path(__file__).with_name("case.docx")
SONG = "宋体"
FIELDS = (
    ("piece", "piece_address", "piece_published", "piece_sha256"),
    ("site", "address", "title", "published", "source", "obtained", "how", "answer", "sha256", "text_sha256"),
    ("kind", "agreement", "state"),
)


def build(target: Path = TARGET) -> None:
    """Writes the template."""
    document = Document()
    _page(document)
    _line(document, "{{ heading }}", size=18, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(
        document,
        "{{ words.made_by }}：{{ office }}　{{ words.made_at }}：{{ made_at }}　{{ words.copies }}：{{ count }}",
    )
    _line(document, "{%p for one in copies %}")
    _line(document, "{{ words.copy }} {{ one.number }}　{{ one.piece }}", size=13, bold=True)
    for names in FIELDS:
        _facts(document, names)
    _line(document, "{{ words.differences }}", bold=True)
    _rows(document, "row in one.differences", ("what", "ours", "theirs"), "row", (24, 73, 73))
    _line(document, "{{ words.disguises }}", bold=True)
    _each(document, "row in one.disguises", "{{ row }}")
    _line(document, "{{ words.beside }}", bold=True)
    _rows(document, "row in one.lines", ("ours", "theirs"), "row", (85, 85))
    _line(document, "{{ words.checks }}", bold=True)
    _each(document, "row in one.checks", "{{ row }}")
    _line(document, "{{ words.audit }}", bold=True)
    _each(document, "row in one.audit", "{{ row.number }}　{{ row.deed }}　{{ row.hash }}")
    _line(document, "{%p endfor %}")
    _line(document, "{{ words.method }}", size=12, bold=True)
    _each(document, "row in method", "{{ row }}")
    document.save(str(target))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
    style.paragraph_format.space_after = Pt(2)


def _facts(document: Any, names: tuple[str, ...]) -> None:
    table = _table(document, (44, 126), len(names))
    for row, name in zip(table.rows, names, strict=True):
        _write(row.cells[0], f"{{{{ words.{name} }}}}", bold=True)
        _write(row.cells[1], f"{{{{ one.{name} }}}}")
    _line(document, "")


def _rows(document: Any, loop: str, names: tuple[str, ...], item: str, widths: tuple[int, ...]) -> None:
    table = _table(document, widths, 4)
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        _write(cell, f"{{{{ words.{name} }}}}", bold=True)
    _write(table.rows[1].cells[0], f"{{%tr for {loop} %}}")
    for cell, name in zip(table.rows[2].cells, names, strict=True):
        _write(cell, f"{{{{ {item}.{name} }}}}")
    _write(table.rows[3].cells[0], "{%tr endfor %}")
    _line(document, "")


def _each(document: Any, loop: str, text: str) -> None:
    for line in (f"{{%p for {loop} %}}", text, "{%p else %}", "{{ words.none }}", "{%p endfor %}"):
        _line(document, line)


def _table(document: Any, widths: tuple[int, ...], rows: int) -> Any:
    table = document.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _write(cell: Any, text: str, *, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(9.5)


def _line(document: Any, text: str, *, size: float = 10.5, bold: bool = False, align: Any = None) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if align is not None:
        paragraph.alignment = align

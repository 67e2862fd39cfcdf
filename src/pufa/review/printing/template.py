"""Builds the Word template `approval.docx`: run `python -m pufa.review.printing.template` after a change here."""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TARGET = Path(__file__).with_name("approval.docx")
SONG, HEI = "宋体", "黑体"


def build(target: Path = TARGET) -> None:
    """Writes the template."""
    document = Document()
    _page(document)
    _line(document, "{{ words.heading }}", size=18, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "{{ words.number }} {{ number }}", size=9, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _head_table(document)
    _gates(document)
    _section(document, "{{ words.proofs }}")
    _rows(
        document,
        "proof in proofs",
        ("pass", "name", "time", "corrections", "note"),
        ("proof.number", "proof.name", "proof.time", "proof.corrections", "proof.note"),
        (14, 26, 38, 18, 74),
    )
    _section(document, "{{ words.report }}　{{ report.verdict }}　{{ report.time }}")
    _rows(
        document,
        "row in report.findings",
        (),
        ("row.level", "row.message", "row.excerpt", "row.place"),
        (24, 64, 60, 22),
    )
    _section(document, "{{ words.overrides }}")
    _rows(
        document,
        "one in overrides",
        ("finding", "name", "time", "reason"),
        ("one.finding", "one.name", "one.time", "one.reason"),
        (56, 26, 38, 50),
    )
    _section(document, "{{ words.look_back }}")
    _line(document, "{%p if look_back.name %}")
    _line(document, "{{ look_back.verdict }}　{{ look_back.note }}　{{ look_back.name }}　{{ look_back.time }}")
    _line(document, "{%p else %}")
    _line(document, "{{ look_back.due and words.look_back_due or words.none }} {{ look_back.due }}")
    _line(document, "{%p endif %}")
    _line(document, "{{ words.made_at }} {{ made_at }}", size=8, align=WD_ALIGN_PARAGRAPH.RIGHT)
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


def _head_table(document: Any) -> None:
    pairs = [
        ("unit", "authors"), ("submitted_by", "submitted_at"), ("source", "publish_at"), ("track", "round"),
    ]  # fmt: skip
    table = _table(document, (24, 61, 26, 59), len(pairs) + 1)
    first = table.rows[0].cells
    _write(first[0], "{{ words.title }}", bold=True)
    _write(first[1].merge(first[3]), "{{ title }}", bold=True, size=12)
    for row, (left, right) in zip(table.rows[1:], pairs, strict=True):
        for place, name in ((0, left), (2, right)):
            _write(row.cells[place], f"{{{{ words.{name} }}}}", bold=True)
            _write(row.cells[place + 1], f"{{{{ {name} }}}}")
    _write(table.rows[-1].cells[3], "{{ round }}（{{ state }}）", again=True)


def _gates(document: Any) -> None:
    table = _table(document, (24, 146), 3)
    _write(table.rows[0].cells[0], "{%tr for gate in gates %}")
    label, body = table.rows[1].cells
    _write(label, "{{ gate.label }}", bold=True)
    _write(body, "{%p for item in gate['items'] %}")
    for text in (
        "{{ item.mark }} {{ item.text }}",
        "{%p endfor %}",
        "{{ words.comment }}：{{ gate.decision }}　{{ gate.comment }}",
    ):
        body.add_paragraph(text)
    signed = body.add_paragraph("{{ words.signed }}：{{ gate.name or '____________' }}　{{ gate.time }}")
    signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(table.rows[2].cells[0], "{%tr endfor %}")


def _rows(
    document: Any,
    loop: str,
    heads: tuple[str, ...],
    cells: tuple[str, ...],
    widths: tuple[int, ...],
) -> None:
    table = _table(document, widths, 3 + bool(heads))
    rows = list(table.rows)
    if heads:
        for cell, name in zip(rows.pop(0).cells, heads, strict=True):
            _write(cell, f"{{{{ words.{name} }}}}", bold=True)
    _write(rows[0].cells[0], f"{{%tr for {loop} %}}")
    for cell, name in zip(rows[1].cells, cells, strict=True):
        _write(cell, f"{{{{ {name} }}}}")
    _write(rows[2].cells[0], "{%tr endfor %}")


def _table(document: Any, widths: tuple[int, ...], rows: int) -> Any:
    table = document.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _section(document: Any, text: str) -> None:
    _line(document, text, bold=True)


def _line(document: Any, text: str, **style: Any) -> None:
    _style(document.add_paragraph(), text, **style)


def _write(cell: Any, text: str, *, again: bool = False, **style: Any) -> None:
    paragraph = cell.paragraphs[0]
    if again:
        paragraph.clear()
    _style(paragraph, text, **style)


def _style(paragraph: Any, text: str, *, size: float = 10.5, bold: bool = False, align: Any = None) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if bold:
        run.font.name = HEI
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEI)  # noqa: SLF001  (no public way)
    if align is not None:
        paragraph.alignment = align


if __name__ == "__main__":
    build()

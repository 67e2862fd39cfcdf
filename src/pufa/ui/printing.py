"""PDFs set by typst, without system libraries, and Word files: what all rooms print is made here."""

import io
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

import segno
from django.utils.translation import gettext as _

from pufa.ui.chinese_text import chinese_numeral
from pufa.ui.errors import Refusal

PDF_TYPE: Final = "application/pdf"
WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG, FANGSONG, HEI = "宋体", "仿宋", "黑体"
_TEXT: Final = 16  # points, 三号
CHINESE_FONTS: Final = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "FandolSong", "Noto Sans CJK SC",
    "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Microsoft YaHei", "PingFang SC", "SimHei",
)  # fmt: skip


class NoChineseFontError(Refusal):
    """This machine has no font that can print Chinese."""

    code: ClassVar[str] = "no_chinese_font"
    status: ClassVar[int] = 503


def pdf(template: Path, data: Mapping[str, Any], *, files: Mapping[str, bytes] | None = None) -> bytes:
    """Sets a typst template; it finds `data` as JSON in `sys.inputs.data` (with `fonts`), and `files` beside itself.

    Raises NoChineseFontError where no Chinese font is installed.
    """
    told = json.dumps({**data, "fonts": fonts()}, ensure_ascii=False)
    import typst  # loaded when first needed: it is large

    with tempfile.TemporaryDirectory(prefix="pufa-print-") as place:
        folder = Path(place)
        shutil.copy(template, folder / template.name)
        for name, content in (files or {}).items():
            (folder / name).write_bytes(content)
        return bytes(typst.compile(folder / template.name, root=folder, sys_inputs={"data": told}))


def qr(text: str) -> bytes:
    """A QR code as SVG for a template to show."""
    file = io.BytesIO()
    segno.make(text, error="m").save(file, kind="svg", scale=8, border=2, xmldecl=False)
    return file.getvalue()


def fonts() -> list[str]:
    """The Chinese fonts of this machine, best first. Raises NoChineseFontError."""
    known: list[str] = [name for name in CHINESE_FONTS if name in _families()]
    if not known:
        text = _(
            "The PDF needs a Chinese font and this machine has none: install one (Debian: fonts-noto-cjk), "
            "or use the Word form."
        )
        raise NoChineseFontError(text)
    return known


@cache
def _families() -> frozenset[str]:
    import typst  # loaded when first needed: it is large

    return frozenset(typst.Fonts().families())


class Word:
    """A Word file as offices send it, from top to bottom; signs a file cannot hold are left out.

    A4 with the margins, type sizes and page numbers of GB/T 9704 (official documents): title 22 pt, text 16 pt on lines
    of 28 pt, tables 10.5 pt. A machine without 仿宋 or 黑体 shows what it has in their place.
    """

    def __init__(self, title: str, subtitle: str = "") -> None:
        from docx import Document  # loaded when first needed: it is large

        self.document: Any = Document()
        self._sections = 0
        self._page()
        self._styles()
        self._centred(title, 22, is_bold=True)
        if subtitle:
            self._centred(subtitle, 12)

    def section(self, text: str) -> None:
        """The next numbered heading: 一、, 二、 …"""
        self._sections += 1
        made = self.document.add_heading(_printable(f"{chinese_numeral(self._sections)}、{text}"), 2)
        made.paragraph_format.keep_with_next = True

    def paragraph(self, text: str, *, is_bold: bool = False, is_indented: bool = True) -> None:
        """A paragraph, its first line two signs in."""
        from docx.shared import Pt

        made = self.document.add_paragraph()
        made.add_run(_printable(text)).bold = is_bold
        made.paragraph_format.keep_with_next = is_bold
        if is_indented:
            made.paragraph_format.first_line_indent = Pt(2 * _TEXT)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[float] = ()) -> None:
        """A table whose head stands on every page; `widths` as shares, else equal. Numbers stand at the right."""
        made = self.document.add_table(rows=1, cols=len(head), style="Table Grid")
        made.autofit = False
        self._row(made.rows[0], head, is_head=True)
        for row in rows:
            self._row(made.add_row(), row)
        self._set_widths(made, widths or [1.0] * len(head))

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names at the left, what they are at the right."""
        made = self.document.add_table(rows=0, cols=2, style="Table Grid")
        made.autofit = False
        for name, value in rows:
            self._row(made.add_row(), (name, value))
        self._set_widths(made, (27, 73))

    def picture(self, data: bytes, words: str, *, centimetres: float = 13) -> None:
        """A picture with its words below, on one page with it."""
        from docx.shared import Cm

        self.document.add_picture(io.BytesIO(data), width=Cm(centimetres))
        shown = self.document.paragraphs[-1]
        shown.alignment, shown.paragraph_format.keep_with_next = 1, True
        shown.paragraph_format.line_spacing = 1.0
        self._centred(words, 12)

    def signed(self, office: str, day: str) -> None:
        """Who sends it, and the day, at the right of the end."""
        from docx.shared import Pt

        for text in ("", office, day):
            made = self.document.add_paragraph()
            made.alignment, made.paragraph_format.right_indent = 2, Pt(2 * _TEXT)
            made.paragraph_format.keep_with_next = text != day
            made.add_run(_printable(text))

    def done(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    def _row(self, row: Any, values: Sequence[object], *, is_head: bool = False) -> None:
        from docx.oxml import OxmlElement
        from docx.shared import Pt

        settings = row._tr.get_or_add_trPr()  # noqa: SLF001  (python-docx has no other way)
        settings.append(OxmlElement("w:cantSplit"))
        if is_head:
            settings.append(OxmlElement("w:tblHeader"))
        for cell, value in zip(row.cells, values, strict=True):
            is_number = isinstance(value, int | float)
            made = cell.paragraphs[0]
            made.alignment = 1 if is_head else 2 if is_number else 0
            made.paragraph_format.line_spacing = 1.15
            made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(2)
            cell.vertical_alignment = 1
            run = made.add_run(_printable(f"{value:,}" if is_number else str(value)))
            run.bold, run.font.size = is_head, Pt(10.5)
            _named(run.font, run.element, SONG)

    def _set_widths(self, table: Any, shares: Sequence[float]) -> None:
        from docx.shared import Pt

        for column, share in zip(table.columns, shares, strict=True):
            column.width = int(self._width() * share / sum(shares))
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                cell.width = column.width
        made = self.document.add_paragraph()
        made.paragraph_format.line_spacing = Pt(10)

    def _centred(self, text: str, points: float, *, is_bold: bool = False) -> None:
        from docx.shared import Pt

        made = self.document.add_paragraph()
        made.alignment, made.paragraph_format.line_spacing = 1, Pt(points * 1.5)
        run = made.add_run(_printable(text))
        run.bold, run.font.size = is_bold, Pt(points)
        _named(run.font, run.element, SONG)

    def _width(self) -> int:
        page = self.document.sections[0]
        return int(page.page_width - page.left_margin - page.right_margin)

    def _page(self) -> None:
        from docx.shared import Mm

        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
        foot = page.footer.paragraphs[0]
        foot.alignment = 1
        foot.add_run("— ")
        _field(foot.add_run(), "PAGE")
        foot.add_run(" —")

    def _styles(self) -> None:
        from docx.shared import Pt, RGBColor

        for name, family in (("Normal", FANGSONG), ("Heading 1", HEI), ("Heading 2", HEI), ("Heading 3", HEI)):
            style = self.document.styles[name]
            _named(style.font, style.element, family)
            style.font.size, style.font.color.rgb = Pt(_TEXT), RGBColor(0, 0, 0)
            style.font.bold = False
            spacing = style.paragraph_format
            spacing.line_spacing, spacing.space_before, spacing.space_after = Pt(28), Pt(0), Pt(0)


def _named(font: Any, element: Any, family: str) -> None:
    """Sets the family for Chinese and for Latin signs."""
    from docx.oxml.ns import qn

    font.name = "Times New Roman"
    element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)


def _field(run: Any, code: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", code), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001  (python-docx has no other way)


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t\u3000")

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

from pufa.ui.errors import Refusal

PDF_TYPE: Final = "application/pdf"
WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG: Final = "宋体"
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
    """A plain Word file, from top to bottom; signs a file cannot hold are left out."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        from docx import Document  # loaded when first needed: it is large

        self.document: Any = Document()
        self._fonts()
        self._centred(title, 22, is_bold=True)
        if subtitle:
            self._centred(subtitle, 12)

    def heading(self, text: str, level: int = 2) -> None:
        """A heading."""
        self.document.add_heading(_printable(text), level)

    def paragraph(self, text: str, *, is_bold: bool = False, is_indented: bool = True) -> None:
        """A paragraph, its first line two signs in."""
        from docx.shared import Pt

        made = self.document.add_paragraph()
        made.add_run(_printable(text)).bold = is_bold
        if is_indented:
            made.paragraph_format.first_line_indent = Pt(24)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table with a line around each entry."""
        made = self.document.add_table(rows=1, cols=len(head), style="Table Grid")
        for cell, text in zip(made.rows[0].cells, head, strict=True):
            cell.text = ""
            cell.paragraphs[0].add_run(_printable(str(text))).bold = True
        for row in rows:
            for cell, value in zip(made.add_row().cells, row, strict=True):
                cell.text = _printable(str(value))
        self.document.add_paragraph()

    def picture(self, data: bytes, words: str, *, centimetres: float = 13) -> None:
        """A picture with its words below."""
        from docx.shared import Cm

        self.document.add_picture(io.BytesIO(data), width=Cm(centimetres))
        self._centred(words, 10.5)

    def done(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    def _centred(self, text: str, points: float, *, is_bold: bool = False) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        made = self.document.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = made.add_run(_printable(text))
        run.bold, run.font.size = is_bold, Pt(points)

    def _fonts(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
            style = self.document.styles[name]
            style.font.name = SONG
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
        self.document.styles["Normal"].font.size = Pt(12)
        self.document.styles["Normal"].paragraph_format.line_spacing = 1.5


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")

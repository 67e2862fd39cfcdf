"""The report of a quarterly check in Word: how the sample was drawn, what was found, what units answered."""

import io
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from pufa.lib import clock
from pufa.matrix.models import Inspection, Sampled

WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG: Final = "宋体"


def make(inspection: Inspection, sample: Iterable[Sampled]) -> bytes:
    """The report as a .docx file."""
    from docx import Document  # loaded when first needed: it is large

    accounts = list(sample)
    document = Document()
    _fonts(document)
    title = _("Quarterly check %(year)d, quarter %(quarter)d") % {
        "year": inspection.year,
        "quarter": inspection.quarter,
    }
    document.add_heading(title, 1)
    for line in _head(inspection, accounts):
        document.add_paragraph(line)
    document.add_heading(_("Accounts"), 2)
    head = [_("Account"), _("Platform"), _("Unit"), _("Result"), _("Findings")]
    _table(document, head, [_row(one) for one in accounts])
    document.add_heading(_("Findings and answers"), 2)
    findings = [(one, finding) for one in accounts for finding in one.findings.all()]
    for one, finding in findings:
        document.add_paragraph(f"{one.account.name}（{one.account.platform}） · {finding.get_kind_display()}").runs[
            0
        ].bold = True
        _lines(document, finding)
    if not findings:
        document.add_paragraph(_("Nothing was found."))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _head(inspection: Inspection, accounts: list[Sampled]) -> list[str]:
    counted = {verdict: sum(one.verdict == verdict for one in accounts) for verdict in Sampled.Verdict}
    population = sum(len(numbers) for numbers in inspection.population.values())
    drawn = clock.in_shanghai(inspection.drawn_at)
    return [
        _("Drawn on %(day)s from %(population)d accounts: %(size)d, each platform its share, at least one.")
        % {"day": f"{drawn:%Y-%m-%d %H:%M}", "population": population, "size": inspection.size},
        _("Seed %(seed)s: SHA-256 of “seed:number” is each account's lot, the smallest are drawn.")
        % {"seed": inspection.seed},
        _("Passed %(passed)d, failed %(failed)d, not judged yet %(open)d.")
        % {
            "passed": counted[Sampled.Verdict.PASSED],
            "failed": counted[Sampled.Verdict.FAILED],
            "open": counted[Sampled.Verdict.OPEN],
        },
    ]


def _row(one: Sampled) -> list[str]:
    return [
        one.account.name,
        str(one.account.platform),
        str(one.account.organisation),
        str(one.get_verdict_display()),
        str(len(one.findings.all())),
    ]


def _lines(document: Any, finding: Any) -> None:
    document.add_paragraph(_printable(f"{_('Evidence')}：{finding.evidence} {finding.link}".strip()))
    if finding.answer:
        document.add_paragraph(_printable(f"{_('Answer of the unit')}：{finding.answer}"))
    if finding.ruling:
        document.add_paragraph(_printable(f"{finding.get_state_display()}：{finding.ruling}"))


def _table(document: Any, head: list[str], rows: list[list[str]]) -> None:
    table = document.add_table(rows=1, cols=len(head))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _printable(text)


def _fonts(document: Any) -> None:
    from docx.oxml.ns import qn

    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)


def _printable(text: str) -> str:
    """Without control characters, which XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n")

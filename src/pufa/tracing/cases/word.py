"""The case file in Word, filled into the template that `template.py` builds."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pufa.tracing.cases.facts import Facts
from pufa.tracing.models import Finding

TEMPLATE = Path(__file__).with_name("case.docx")
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make(findings: Sequence[Finding], facts: Facts) -> bytes:
    """The facts as a .docx file."""
    from docxtpl import DocxTemplate  # loaded when first needed: it is large

    document = DocxTemplate(TEMPLATE)
    document.render(_printable(facts), autoescape=True)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _printable(value: Any) -> Any:
    """The same data without control characters, which XML cannot hold."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign.isprintable() or sign == "\n")
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    return [_printable(part) for part in value]

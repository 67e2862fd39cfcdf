"""The approval form in Word, filled into the template that `template.py` builds."""

import io
from pathlib import Path
from typing import Any

from pufa.review.models import Review
from pufa.review.printing.facts import Printed, gather

TEMPLATE = Path(__file__).with_name("approval.docx")
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make(review: Review) -> Printed:
    """The form of a review as a .docx file."""
    from docxtpl import DocxTemplate  # loaded when first needed: it is large

    document = DocxTemplate(TEMPLATE)
    document.render(_printable(gather(review)), autoescape=True)
    file = io.BytesIO()
    document.save(file)
    return Printed(file.getvalue(), WORD_TYPE)


def _printable(value: Any) -> Any:
    """The same data without control characters, which XML cannot hold."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign.isprintable() or sign == "\n")
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    return [_printable(part) for part in value]

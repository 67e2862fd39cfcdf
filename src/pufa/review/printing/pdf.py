"""The approval form as PDF, set by typst from `approval.typ`."""

from pathlib import Path

from pufa.review.models import Review
from pufa.review.printing.facts import Printed, gather
from pufa.ui import printing

TEMPLATE = Path(__file__).with_name("approval.typ")


def make(review: Review) -> Printed:
    """The form of a review as a PDF. Raises NoChineseFontError where no Chinese font is installed."""
    return Printed(printing.pdf(TEMPLATE, gather(review)), printing.PDF_TYPE)

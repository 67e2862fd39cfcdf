"""The printed approval form (审批表) of a review, as Word and as PDF."""

from collections.abc import Callable

from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from pufa.review.models import Review
from pufa.review.printing import pdf, word
from pufa.review.printing.facts import Printed

FORMATS: dict[str, Callable[[Review], Printed]] = {"docx": word.make, "pdf": pdf.make}
LONGEST_NAME = 60
_UNSAFE = frozenset('\\/:*?"<>|')

__all__ = ["FORMATS", "Printed", "disposition", "file_name"]


def file_name(review: Review, extension: str) -> str:
    """A file name made of the title, without signs any system refuses, with the review's number."""
    title = "".join(sign for sign in review.title if sign.isprintable() and sign not in _UNSAFE).strip(" .")
    return f"{_('Approval form')}-{review.pk}-{title[:LONGEST_NAME].rstrip(' .')}.{extension}"


def disposition(review: Review, extension: str) -> str:
    """The Content-Disposition header that saves the form under its name."""
    return content_disposition_header(as_attachment=True, filename=file_name(review, extension)) or "attachment"

"""The certificate of a signature as PDF."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.pledges import queries
from pufa.pledges.models import Signature
from pufa.ui import printing
from pufa.ui.chinese_text import written_date

TEMPLATE: Final = Path(__file__).with_name("certificate.typ")


def address(one: Signature) -> str:
    """Where anybody can see that a certificate is genuine and still good."""
    return settings.BASE_URL.rstrip("/") + reverse("pledges:check", args=[one.number, queries.mark(one)])


def certificate(one: Signature) -> bytes:
    """Who signed what, when, for whom; a code leads to its check."""
    told = {
        "title": _("Certificate of signature"), "name": one.name, "convention": str(one.edition.convention),
        "edition": _("Edition %d") % one.edition.number, "day": written_date(one.at),
        "person": _("Responsible: %s") % one.signed_by, "number": one.number,
        "clauses": one.edition.content.get("clauses", []), "said": _("has signed and stands by"),
        "check": _("Scan to see whether it still holds"),
    }  # fmt: skip
    return printing.pdf(TEMPLATE, told, files={"qr.svg": printing.qr(address(one))})

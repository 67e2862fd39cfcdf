"""What stands in a case file, as plain texts in reading order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pufa.accounts.models import Organisation, OrganisationKind
from pufa.lib import clock
from pufa.tracing import labels, lists, queries, sidebyside
from pufa.tracing.models import Finding

Facts = dict[str, Any]
MOST_LINES: Final = 80
MOST_EXAMPLES: Final = 40


def heading() -> str:
    """What the file is called."""
    return _("Evidence of a reprint")


def gather(findings: Sequence[Finding], *, now: datetime) -> Facts:
    """Everything about some findings, as texts, with the form's words under `words`."""
    office = Organisation.objects.filter(kind=OrganisationKind.OFFICE).order_by("code").first()
    return {
        "words": words(),
        "heading": heading(),
        "office": str(office or ""),
        "made_at": moment(now),
        "count": str(len(findings)),
        "method": method(),
        "copies": [copy(number, one) for number, one in enumerate(findings, start=1)],
    }


def words() -> dict[str, str]:
    """The form's own words."""
    return {
        "made_by": _("Made by"),
        "made_at": _("Made at"),
        "copies": _("Copies in this file"),
        "copy": pgettext("reprint", "Copy"),
        "piece": _("Our piece"),
        "piece_address": _("Its address"),
        "piece_published": _("First published"),
        "piece_sha256": _("SHA-256 of its text"),
        "site": _("Site"),
        "address": _("Address"),
        "title": _("Title there"),
        "published": _("Published there, as the page says"),
        "source": _("Source the page names"),
        "obtained": _("Obtained at"),
        "how": _("How it was obtained"),
        "answer": _("Answer of the site"),
        "sha256": _("SHA-256 of the original page"),
        "text_sha256": _("SHA-256 of the article's text"),
        "kind": _("Judgement"),
        "agreement": _("Agreement"),
        "state": _("State"),
        "differences": _("What it says otherwise"),
        "what": pgettext("difference", "What"),
        "ours": _("Our piece"),
        "theirs": _("The copy"),
        "disguises": _("Disguises found"),
        "beside": _("Side by side"),
        "checks": _("Looked again"),
        "audit": _("Entries in the audit trail"),
        "entry": _("Entry"),
        "deed": pgettext("audit", "Deed"),
        "method": _("How this evidence came about"),
        "none": _("none"),
    }


def method() -> list[str]:
    """How the evidence was made and how it can be checked, a paragraph each."""
    return [
        _(
            "The pages were fetched by this system itself, or handed in as saved files where that is said. The bytes "
            "received are kept unchanged under their SHA-256; the text is what the system took for the article."
        ),
        _(
            "Each capture has an entry in the audit trail. The entries form a chain of fingerprints, so that none can "
            "be changed or left out unnoticed; their numbers and fingerprints are given below."
        ),
        _(
            "The comparison was made by program and looked at by a person. This file is made for a complaint; it does "
            "not replace a notary's certificate."
        ),
    ]


def copy(number: int, one: Finding) -> Facts:
    """Everything about one finding."""
    capture, page, piece = one.capture, one.page, one.piece
    return {
        "number": str(number),
        "piece": one.original.title,
        "piece_address": lists.public_address(piece),
        "piece_published": moment(piece.first_published_at),
        "piece_sha256": one.original.sha256,
        "site": f"{page.site.name}（{page.site.host}）" if page.site.name else page.site.host,
        "address": page.address,
        "title": capture.title,
        "published": capture.published,
        "source": capture.source,
        "obtained": moment(capture.at),
        "how": capture.get_how_display(),
        "answer": str(capture.status or ""),
        "sha256": capture.sha256,
        "text_sha256": capture.text_sha256,
        "kind": one.get_kind_display(),
        "agreement": f"{one.score:.0%}",
        "state": one.get_state_display(),
        "differences": [
            {"what": labels.difference(row["kind"]), "ours": row["original"], "theirs": row["page"]}
            for row in one.differences
        ],
        "disguises": [_disguise(row) for row in one.disguises],
        "lines": _lines(one),
        "checks": [_check(check) for check in one.checks.all()],
        "audit": [
            {"number": str(mark["number"]), "deed": mark["deed"], "hash": mark["hash"]}
            for mark in queries.audit_marks(one)
        ],
    }


def moment(at: datetime | None) -> str:
    """A time on a Chinese clock, with its zone."""
    return f"{clock.in_shanghai(at):%Y-%m-%d %H:%M:%S} (UTC+8)" if at else ""


def base_address() -> str:
    """Where this system is read."""
    return settings.BASE_URL


def _disguise(row: Facts) -> str:
    shown = "、".join(f"{text}×{times}" for text, times in row["examples"][:MOST_EXAMPLES])
    return f"{labels.disguise(row['kind'])} {row['count']}" + (f"：{shown}" if shown else "")


def _check(check: Any) -> str:
    parts = (moment(check.at), check.get_outcome_display(), str(check.status or ""), check.message)
    return "　".join(part for part in parts if part)


def _lines(one: Finding) -> list[Facts]:
    """Lines that differ, both sides; lines that are the same on both are left out."""
    found = [
        {"ours": "".join(part.text for part in row.piece), "theirs": "".join(part.text for part in row.page)}
        for row in sidebyside.rows(one)
        if row.kind != "both" or row.piece != row.page
    ]
    return found[:MOST_LINES]

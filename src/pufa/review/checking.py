"""Runs the machine checks over a draft and weighs what they found."""

import hashlib
import logging
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from pufa.review.drafts import Draft
from pufa.review.models import Verdict
from pufa.review.registry import Check, Finding, Level, checks

log = logging.getLogger(__name__)
Row = dict[str, Any]
_WEIGHT = (Level.BLOCK, Level.WARN, Level.NOTE)


def run(draft: Draft) -> list[Row]:
    """What all registered checks find, the weightiest first.

    Rows are {code, label, level, message, excerpt, paragraph, fingerprint, can_override}. A check that breaks is
    never passed over in silence: its failure is logged and stands in the report as a warning.
    """
    rows = [_row(check, finding) for check in checks() for finding in _findings(check, draft)]
    return sorted(rows, key=lambda row: (_WEIGHT.index(Level(row["level"])), row["paragraph"] or 0))


def verdict(rows: Iterable[Row]) -> Verdict:
    """The weightiest level among the rows of a report."""
    levels = {row["level"] for row in rows}
    return next((Verdict(level.value) for level in _WEIGHT if level in levels), Verdict.CLEAN)


def _findings(check: Check, draft: Draft) -> list[Finding]:
    try:
        return list(check.run(draft))
    except Exception:  # a check of another app that breaks must show in the report, not stop it
        log.exception("machine check %s broke", check.code)
        return [Finding(Level.WARN, _("This check could not run; please look for yourself."))]


def _row(check: Check, finding: Finding) -> Row:
    return {
        "code": check.code,
        "label": str(check.label),
        "level": finding.level.value,
        "message": str(finding.message),
        "excerpt": finding.excerpt,
        "paragraph": finding.paragraph,
        "fingerprint": _fingerprint(check, finding),
        "can_override": check.can_override,
    }


def _fingerprint(check: Check, finding: Finding) -> str:
    """Names a finding across runs, whatever the language of its message."""
    text = "\x1f".join((check.code, finding.level.value, finding.excerpt, str(finding.paragraph)))
    return hashlib.sha256(text.encode()).hexdigest()[:32]

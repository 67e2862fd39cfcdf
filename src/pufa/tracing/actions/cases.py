"""A case file leaves the house: that is written down."""

from collections.abc import Sequence
from datetime import datetime

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.tracing.models import Finding


def note_case(*, findings: Sequence[Finding], form: str, sha256: str, by: User, now: datetime | None = None) -> None:
    """Records that evidence was taken out as a file, of which findings, and the fingerprint of the file."""
    for finding in findings:
        detail = {"form": form, "sha256": sha256, "findings": len(findings)}
        audit_actions.record(
            by=by,
            verb="tracing.case_taken",
            key=finding.object_key,
            title=finding.original.title[:200],
            detail=detail,
            now=now,
        )

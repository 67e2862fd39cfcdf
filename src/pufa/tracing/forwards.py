"""Tells whoever asked for a forward that one was found: the one place from which rooms below are called about it.

A room below that keeps forwarding tasks is called here; rooms above listen to `signals`.
"""

from dataclasses import dataclass
from datetime import datetime

from pufa.tracing import signals
from pufa.tracing.models import Finding


@dataclass(frozen=True, slots=True)
class Forward:
    """A page that holds a piece of ours, as plain data; `is_confirmed` once a person said so."""

    piece_key: str
    finding_key: str
    address: str
    host: str
    organisation_id: int | None
    kind: str
    score: float
    seen_at: datetime
    published: str
    sha256: str
    is_confirmed: bool


def of(finding: Finding) -> Forward:
    """A finding as plain data."""
    page = finding.page
    return Forward(
        piece_key=finding.piece.object_key,
        finding_key=finding.object_key,
        address=page.address,
        host=page.site.host,
        organisation_id=page.site.organisation_id,
        kind=finding.kind,
        score=finding.score,
        seen_at=finding.found_at,
        published=finding.capture.published,
        sha256=finding.capture.sha256,
        is_confirmed=finding.confirmed_at is not None,
    )


def found(finding: Finding) -> None:
    """A forward was found or confirmed."""
    if finding.is_forward:
        signals.forward_found.send(Finding, forward=of(finding))


def lost(finding: Finding) -> None:
    """What was told of as a forward is none."""
    signals.forward_lost.send(Finding, forward=of(finding))

"""Tells whoever asked for a forward that one was found: the one place from which rooms below are called about it.

Distribution, which keeps what units were asked to forward, is called here; rooms above listen to `signals`.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from pufa.accounts.models import User
from pufa.distribution.actions import forward_finds
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import DONE_FORWARDS, How
from pufa.distribution.models import Forward as Asked
from pufa.distribution.queries import forwards as asked_queries
from pufa.tracing import finder, signals
from pufa.tracing.models import Finding, FindingState

log = logging.getLogger(__name__)


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


def confirmed(finding: Finding, *, by: User | None, now: datetime) -> None:
    """A copy was confirmed: it closes the open forward of the registered account whose page it is, if there is one."""
    found(finding)
    asked = finder.owner(finding) if finding.page.is_online else None
    if asked is None:
        return
    capture, since = finding.capture, asked_queries.since(asked.task)
    evidence = {"capture": f"capture:{capture.pk}", "sha256": capture.sha256, "text_sha256": capture.text_sha256}
    try:
        forward_finds.record_found(
            forward=asked,
            url=finding.page.address,
            posted_at=finder.posted_at(capture.published, since, now),
            found_at=now,
            how=How.OFFICE,
            score=finding.score,
            evidence=evidence | {"finding": finding.object_key, "kind": finding.kind},
            by=by,
        )
    except DistributionError as refusal:
        log.info("forward %s was settled meanwhile: %s", asked.pk, refusal)


def lost(finding: Finding, *, by: User | None, reason: str, now: datetime) -> None:
    """What was told of as a forward is none; a forward that rested on it is to be looked for again."""
    signals.forward_lost.send(Finding, forward=of(finding))
    is_dismissed = finding.state == FindingState.DISMISSED
    rows = Asked.objects.filter(evidence__finding=finding.object_key, state__in=DONE_FORWARDS)
    if finding.is_forward and not is_dismissed:
        # Only a person's word is taken back with that word; what the system found it still finds.
        rows = rows.filter(how=How.OFFICE) if finding.state == FindingState.NEW else rows.none()
    for row in list(rows):
        held = forward_finds.hold(row)
        if held.is_done:
            forward_finds.take_back(held, reason=reason[:200], by=by, now=now, is_refused=is_dismissed)

"""Confirmed forwards in the ledger: one standing entry for each, a counter-entry when it no longer counts."""

from datetime import datetime
from typing import Final

from pufa.accounts.models import User
from pufa.editorial import queries as editorial_queries
from pufa.lib import clock
from pufa.reach import actions as reach_actions
from pufa.reach.models.ledger import Entry
from pufa.tracing import forwards
from pufa.tracing.models import Finding

METRIC: Final = "reprints_confirmed"


def settle(*, finding: Finding, by: User | None, reason: str, now: datetime) -> None:
    """Brings the ledger in step with a finding; done twice it does nothing. Call it in the finding's transaction.

    A garbled or distorted copy is never an achievement of the programme and is not entered.
    """
    counts = finding.confirmed_at is not None and finding.is_forward
    entry = editorial_queries.standing_entry(METRIC, finding.object_key)
    if counts and entry is None:
        _enter(finding, by, now)
        forwards.confirmed(finding, by=by, now=now)
    elif not counts and entry is not None:
        reach_actions.correct(entry=entry, reason=reason, by=by, now=now)
        forwards.lost(finding, by=by, reason=reason, now=now)


def _enter(finding: Finding, by: User | None, now: datetime) -> None:
    capture, page = finding.capture, finding.page
    number = Entry.objects.filter(metric=METRIC, source_key=finding.object_key, amount__gt=0).count() + 1
    reach_actions.record(
        metric=METRIC,
        amount=1,
        at=happened_at(finding, now),
        source_key=finding.object_key,
        source_title=finding.original.title,
        source_url=page.address if page.is_online else "",
        organisation=page.site.organisation,
        evidence={
            "links": [page.address] if page.is_online else [],
            "files": [{"name": f"{capture.sha256[:12]}.html", "sha256": capture.sha256}],
            "capture": capture.pk,
            "piece": finding.piece.object_key,
        },
        idempotency_key=f"{METRIC}:{finding.pk}:{number}",
        by=by,
        now=now,
    )


def happened_at(finding: Finding, now: datetime) -> datetime:
    """When the forward came out: the time the page names, if that can be, else when it was found."""
    try:
        named = clock.in_shanghai(datetime.fromisoformat(finding.capture.published))
    except ValueError:
        return finding.found_at
    return named if named <= now else finding.found_at

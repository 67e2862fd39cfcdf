"""Turns what was recognised on a page into findings, and second looks at known ones into checks."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from pufa.audit import actions as audit_actions
from pufa.tracing import forwards
from pufa.tracing.actions import ledger, rechecks
from pufa.tracing.models import Capture, Errand, Finding, FindingState, Original, Outcome
from pufa.tracing.originals import Words

if TYPE_CHECKING:  # loaded when first needed: it is large
    from pufa.tracing.matching import Found

MOST_PASSAGES, MOST_DIFFERENCES, MOST_EXAMPLES = 400, 200, 400


def settle(*, capture: Capture, errand: Errand, found: list[tuple[Words, "Found"]], now: datetime) -> list[Finding]:
    """Writes down what a capture holds, and looks after the findings its page had before. In one transaction."""
    page = capture.page
    before = {one.piece_id: one for one in page.findings.select_for_update()}
    settled = []
    for words, one in found:
        finding = before.pop(words.piece_id, None)
        if finding is None:
            settled.append(add(capture=capture, words=words, found=one, now=now))
        else:
            update(finding=finding, capture=capture, words=words, found=one, now=now)
            rechecks.note(
                finding=finding, errand=errand, outcome=Outcome.THERE, capture=capture, now=now, status=capture.status
            )
            settled.append(finding)
    outcome = Outcome.UNKNOWN if capture.fault else Outcome.OTHER
    for finding in before.values():
        rechecks.note(finding=finding, errand=errand, outcome=outcome, capture=capture, now=now, status=capture.status)
    rechecks.plan(page=page, now=now)
    return settled


def update(*, finding: Finding, capture: Capture, words: Words, found: "Found", now: datetime) -> None:
    """Judges a known finding anew; a change of kind is told, and the ledger follows it."""
    kind = finding.kind
    _fill(finding, capture, words, found, now)
    finding.save()
    if finding.kind == kind:
        return
    detail = {"before": kind, "after": finding.kind}
    audit_actions.record(
        by=None, verb="tracing.rejudged", key=finding.object_key, title=words.title[:200], detail=detail, now=now
    )
    ledger.settle(finding=finding, by=None, reason=_("The copy was judged anew and is of another kind."), now=now)


def add(*, capture: Capture, words: Words, found: "Found", now: datetime) -> Finding:
    """Writes down a finding nobody knew of. Call it in a transaction."""
    finding = Finding(page=capture.page, piece_id=words.piece_id, found_at=now, state=FindingState.NEW, state_at=now)
    _fill(finding, capture, words, found, now)
    finding.save()
    detail = {"kind": finding.kind, "score": finding.score, "capture": capture.pk, "piece": f"page:{words.piece_id}"}
    audit_actions.record(
        by=None, verb="tracing.found", key=finding.object_key, title=words.title[:200], detail=detail, now=now
    )
    forwards.found(finding)
    return finding


def _fill(finding: Finding, capture: Capture, words: Words, found: "Found", now: datetime) -> None:
    comparison, judgement = found.comparison, found.judgement
    original, _made = Original.objects.get_or_create(
        piece_id=words.piece_id,
        sha256=words.sha256,
        defaults={"title": words.title[:300], "text": words.text, "at": now},
    )
    finding.original, finding.capture, finding.judged_at = original, capture, now
    finding.kind, finding.score = judgement.kind.value, round(comparison.score, 4)
    finding.direction, finding.covered = comparison.direction.value, round(comparison.covered_original, 4)
    finding.source_named = judgement.source_named[:120]
    finding.passages = [
        [one.original_start, one.original_end, one.page_start, one.page_end]
        for one in comparison.passages[:MOST_PASSAGES]
    ]
    finding.differences = [_difference(one) for one in judgement.differences[:MOST_DIFFERENCES]]
    finding.disguises = [
        {"kind": one.kind.value, "count": one.count, "examples": [list(pair) for pair in one.examples[:MOST_EXAMPLES]]}
        for one in comparison.disguises
    ]


def _difference(one: Any) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "original": one.original,
        "page": one.page,
        "at": [one.original_start, one.original_end, one.page_start, one.page_end],
    }

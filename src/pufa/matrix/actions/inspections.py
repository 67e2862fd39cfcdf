"""Quarterly checks: drawing the sample, findings with evidence, the unit's answer, the office's ruling, the end."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix.actions.permissions import require_office, require_text, require_unit
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, Alert, Inspection, InspectionFinding, RuleKind, Sampled


def draw(
    *, year: int, quarter: int, size: int, seed: str = "", by: User | None, now: datetime | None = None
) -> Inspection:
    """Draws a quarter's sample among all registered accounts, each platform with its share and at least one.

    The seed (random when not given) and the population are kept: `drawn` gives the same sample to anybody who asks.
    Raises NotAllowedError, MatrixError: already_done, too_few, bad_day.
    """
    require_office(by)
    moment = now or clock.now()
    if quarter not in {1, 2, 3, 4} or not clock.FIRST_DAY.year <= year <= clock.shanghai_day(moment).year:
        raise MatrixError(_("There is no such quarter."), code="bad_day")
    population: dict[str, list[int]] = {}
    rows = Account.objects.registered().order_by("pk").values_list("platform__code", "pk")
    for code, number in rows:
        population.setdefault(code, []).append(number)
    if not population or size < 1:
        raise MatrixError(_("There is no account to draw."), code="too_few")
    seed = seed.strip() or secrets.token_hex(8)
    sample = drawn(population, size, seed)
    try:
        with transaction.atomic():
            inspection = Inspection.objects.create(
                year=year, quarter=quarter, seed=seed, size=len(sample), population=population, drawn_by=by,
                drawn_at=moment,
            )  # fmt: skip
            Sampled.objects.bulk_create(Sampled(inspection=inspection, account_id=number) for number in sample)
            _find_known(inspection, moment)
            detail = {"seed": seed, "size": len(sample), "population": sum(map(len, population.values()))}
            audit_actions.record(by=by, verb="matrix.inspection_drawn", key=inspection.key, title=str(inspection),
                                 detail=detail, now=moment)  # fmt: skip
    except IntegrityError as error:
        raise MatrixError(_("The check of this quarter is drawn already."), code="already_done") from error
    return inspection


def drawn(population: Mapping[str, Sequence[int]], size: int, seed: str) -> list[int]:
    """The sample a seed draws: every platform its share of `size`, at least one; the same for the same input, always.

    Each account gets the SHA-256 of seed and number as its lot, and the smallest lots are drawn.
    """
    total = sum(len(numbers) for numbers in population.values())
    sample: list[int] = []
    for code in sorted(population):
        numbers = population[code]
        share = min(len(numbers), max(1, round(size * len(numbers) / total)))
        sample += sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest())[:share]
    return sorted(sample)


def add_finding(
    *,
    sampled: Sampled,
    kind: str,
    evidence: str,
    link: str = "",
    by: User | None,
    now: datetime | None = None,
) -> InspectionFinding:
    """Records what is wrong with a sampled account, and what shows it. Raises NotAllowedError, MatrixError."""
    require_office(by)
    if kind not in RuleKind.values:
        raise MatrixError(_("There is no such rule."), code="unknown_kind")
    evidence = require_text(evidence, _("Say what shows it: date, words, where."))
    with transaction.atomic():
        _require_open(sampled.inspection)
        finding = InspectionFinding.objects.create(
            sampled=sampled, kind=kind, evidence=evidence, link=link, found_by=by, found_at=now or clock.now()
        )
        _tell(sampled, "matrix.finding_added", by, now, kind=kind, finding=finding.pk)
    return finding


def answer(*, finding: InspectionFinding, text: str, by: User | None, now: datetime | None = None) -> None:
    """The unit's word on a finding. Raises NotAllowedError for other units, MatrixError: wrong_state, no_reason."""
    sampled = finding.sampled
    require_unit(by, sampled.account.organisation)
    text = require_text(text, _("Write what the unit has to say."))
    with transaction.atomic():
        _require_open(sampled.inspection)
        fresh = InspectionFinding.objects.filter(pk=finding.pk, state=InspectionFinding.State.FOUND)
        answered = InspectionFinding.State.ANSWERED
        if not fresh.update(state=answered, answer=text, answered_by=by, answered_at=now or clock.now()):
            raise MatrixError(_("This finding is answered or ruled on already."), code="wrong_state")
        _tell(sampled, "matrix.finding_answered", by, now, finding=finding.pk)
    finding.refresh_from_db()


def rule(
    *, finding: InspectionFinding, is_upheld: bool, reason: str, by: User | None, now: datetime | None = None
) -> None:
    """Whether a finding stands, with a reason. Raises NotAllowedError, MatrixError: wrong_state, no_reason."""
    require_office(by)
    reason = require_text(reason, _("Say why it stands, or why not."))
    state = InspectionFinding.State.UPHELD if is_upheld else InspectionFinding.State.LIFTED
    with transaction.atomic():
        _require_open(finding.sampled.inspection)
        kept = InspectionFinding.objects.select_for_update().get(pk=finding.pk)
        if state not in InspectionFinding.MOVES[InspectionFinding.State(kept.state)]:
            raise MatrixError(_("This finding is ruled on already."), code="wrong_state")
        kept.state, kept.ruling, kept.ruled_by, kept.ruled_at = state, reason, by, now or clock.now()
        kept.save(update_fields=["state", "ruling", "ruled_by", "ruled_at"])
        _tell(kept.sampled, "matrix.finding_ruled", by, now, finding=kept.pk, state=state)
    finding.refresh_from_db()


def judge(*, sampled: Sampled, by: User | None, now: datetime | None = None) -> Sampled:
    """Passes an account without standing findings, fails one with any. Raises MatrixError while an answer waits."""
    require_office(by)
    with transaction.atomic():
        _require_open(sampled.inspection)
        states = set(sampled.findings.values_list("state", flat=True))
        if InspectionFinding.State.ANSWERED in states:
            raise MatrixError(_("The unit has answered; rule on that first."), code="wrong_state")
        standing = states & {InspectionFinding.State.FOUND, InspectionFinding.State.UPHELD}
        sampled.verdict = Sampled.Verdict.FAILED if standing else Sampled.Verdict.PASSED
        sampled.looked_by, sampled.looked_at = by, now or clock.now()
        sampled.save(update_fields=["verdict", "looked_by", "looked_at"])
        _tell(sampled, "matrix.inspection_judged", by, now, verdict=sampled.verdict)
    return sampled


def close(*, inspection: Inspection, by: User | None, now: datetime | None = None) -> Inspection:
    """Ends a check in which every sampled account is judged. Raises NotAllowedError, MatrixError (wrong_state)."""
    require_office(by)
    moment = now or clock.now()
    with transaction.atomic():
        kept = Inspection.objects.select_for_update().get(pk=inspection.pk)
        _require_open(kept)
        if kept.sample.filter(verdict=Sampled.Verdict.OPEN).exists():
            raise MatrixError(_("Some accounts are not judged yet."), code="wrong_state")
        kept.state, kept.closed_by, kept.closed_at = Inspection.State.CLOSED, by, moment
        kept.save(update_fields=["state", "closed_by", "closed_at"])
        audit_actions.record(by=by, verb="matrix.inspection_closed", key=kept.key, title=str(kept), now=moment)
    inspection.refresh_from_db()
    return kept


def _find_known(inspection: Inspection, now: datetime) -> None:
    """What the system knows to fail already is a finding from the start, with its evidence."""
    alerts = Alert.objects.filter(state=Alert.State.FAILING, account__inspections__inspection=inspection)
    sampled = {one.account_id: one for one in inspection.sample.all()}
    InspectionFinding.objects.bulk_create(
        InspectionFinding(sampled=sampled[alert.account_id], kind=alert.kind, evidence=_shown(alert), found_at=now)
        for alert in alerts
    )


def _shown(alert: Alert) -> str:
    told = alert.evidence
    if alert.kind == RuleKind.NO_UPDATE:
        words = _("Last post on %(day)s, %(days)d days before the sample was drawn; the limit is %(limit)d days.")
        return words % {"day": told["last_post_on"], "days": told["silent_days"], "limit": told["limit_days"]}
    if found := told.get("found"):
        return "\n".join(f"{one['title']}：{one['message']}（{one['excerpt']}）" for one in found)
    plain = "；".join(f"{value}" for value in told.values() if value)
    return f"{alert.get_kind_display()} {plain}".strip()


def _require_open(inspection: Inspection) -> None:
    if inspection.state != Inspection.State.OPEN:
        raise MatrixError(_("This check is finished."), code="wrong_state")


def _tell(sampled: Sampled, verb: str, by: User | None, now: datetime | None, **detail: object) -> None:
    account = sampled.account
    audit_actions.record(by=by, verb=verb, key=account.key, title=account.name,
                         detail={"inspection": sampled.inspection_id, **detail}, now=now)  # fmt: skip

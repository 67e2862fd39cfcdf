"""Many findings at once: looked at before, done in one transaction, taken back in one go."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.tracing.actions import findings, permission
from pufa.tracing.errors import TracingError
from pufa.tracing.models import Finding, FindingState, Move

MOST = 500


@dataclass(frozen=True, slots=True)
class Preview:
    """What a bulk move would do: which findings would go, which not and why, how many count in the ledger."""

    ready: list[Finding]
    refused: list[tuple[Finding, str]]
    enters: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What a bulk move did; `id` takes it back."""

    id: uuid.UUID
    moved: int
    refused: int


def preview(*, ids: Sequence[int], to: str, by: User | None) -> Preview:
    """What moving these would do. Raises TracingError: not_allowed, too_many."""
    permission.check(by)
    _limit(ids)
    return _sorted(_load(ids), to, by, note="-")


def move_many(*, ids: Sequence[int], to: str, by: User | None, note: str = "", now: datetime | None = None) -> Batch:
    """Moves those that may go; the others stay as they are. All in one transaction.

    Raises TracingError: not_allowed, too_many, note_missing, cannot_move (none may go).
    """
    permission.check(by)
    _limit(ids)
    moment, batch = now or clock.now(), uuid.uuid4()
    with transaction.atomic():
        looked = _sorted(_load(ids, lock=True), to, by, note)
        if not looked.ready:
            raise TracingError(looked.refused[0][1] if looked.refused else _("Nothing is chosen."), code="cannot_move")
        for finding in looked.ready:
            findings.shift(finding, FindingState(to), by=by, note=note, batch=batch, now=moment)
    return Batch(batch, len(looked.ready), len(looked.refused))


def undo(*, batch: uuid.UUID, by: User | None, now: datetime | None = None) -> int:
    """Takes a move back, of one finding or of many; those that went on since are left. How many.

    Raises TracingError: not_allowed, nothing_to_undo.
    """
    permission.check(by)
    moment, count = now or clock.now(), 0
    with transaction.atomic():
        moves = list(Move.objects.filter(batch=batch).order_by("pk"))
        held = {one.pk: one for one in _load([one.finding_id for one in moves], lock=True)}
        for made in moves:
            latest = Move.objects.filter(finding_id=made.finding_id).order_by("-pk").first()
            if latest is not None and latest.pk == made.pk:
                back, note = FindingState(made.before), _("taken back")
                findings.shift(held[made.finding_id], back, by=by, note=note, batch=uuid.uuid4(), now=moment)
                count += 1
        if not count:
            raise TracingError(_("There is nothing left to take back."), code="nothing_to_undo")
        detail = {"batch": str(batch), "findings": count}
        audit_actions.record(by=by, verb="tracing.undone", key=f"batch:{batch}", detail=detail, now=moment)
    return count


def _limit(ids: Sequence[int]) -> None:
    if len(ids) > MOST:
        raise TracingError(_("At most %(count)d at once.") % {"count": MOST}, code="too_many")


def _load(ids: Sequence[int], *, lock: bool = False) -> list[Finding]:
    found = Finding.objects.filter(pk__in=list(ids)).select_related(
        "page__site__organisation", "capture", "original", "piece"
    )
    return list((found.select_for_update(of=("self",)) if lock else found).order_by("pk"))


def _sorted(found: list[Finding], to: str, by: User | None, note: str) -> Preview:
    ready, refused = [], []
    for finding in found:
        reason = findings.refusal(finding, to, by, note)
        if reason is None:
            ready.append(finding)
        elif reason.reason == "note_missing":
            raise reason
        else:
            refused.append((finding, str(reason)))
    will_count = to == FindingState.CONFIRMED
    enters = sum(1 for one in ready if will_count and one.is_forward and one.confirmed_at is None)
    stays = to in {FindingState.CONFIRMED, FindingState.TAKEN_DOWN}
    leaves = sum(1 for one in ready if not stays and one.is_forward and one.confirmed_at is not None)
    return Preview(ready, refused, enters, leaves)

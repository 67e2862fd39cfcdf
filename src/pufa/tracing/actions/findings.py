"""Findings go from state to state."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.audit.models import SYSTEM_ID
from pufa.lib import clock
from pufa.tracing import forwards
from pufa.tracing.actions import ledger, permission
from pufa.tracing.errors import TracingError
from pufa.tracing.models import BY_HAND, MOVES, Finding, FindingState, Move

NEEDS_NOTE = frozenset({FindingState.COMPLAINED, FindingState.TAKEN_DOWN})
NOTE_LENGTH = 500


def move(
    *,
    finding: Finding,
    to: str,
    by: User | None,
    note: str = "",
    seen: str = "",
    batch: uuid.UUID | None = None,
    now: datetime | None = None,
) -> Finding:
    """Brings a finding into another state; the ledger follows. `seen` is the state the person saw, if that matters.

    Raises TracingError: not_allowed, moved_on, cannot_move, note_missing.
    """
    permission.check(by)
    moment = now or clock.now()
    with transaction.atomic():
        held = (
            Finding.objects.select_for_update(of=("self",))
            .select_related("page__site", "capture", "original")
            .get(pk=finding.pk)
        )
        if seen and held.state != seen:
            text = _("Somebody was faster: this is now “%(state)s”.") % {"state": held.get_state_display()}
            raise TracingError(text, code="moved_on")
        reason = refusal(held, to, by, note)
        if reason is not None:
            raise reason
        shift(held, FindingState(to), by=by, note=note, batch=batch or uuid.uuid4(), now=moment)
    finding.refresh_from_db()
    return finding


def refusal(finding: Finding, to: str, by: User | None, note: str) -> TracingError | None:
    """Why a finding may not go into a state; None if it may."""
    if to not in FindingState.values or to not in MOVES[FindingState(finding.state)]:
        text = _("From “%(state)s” it cannot go there.") % {"state": finding.get_state_display()}
        return TracingError(text, code="cannot_move")
    if by is not None and to in NEEDS_NOTE and not note.strip():
        return TracingError(
            _("Say in a note where the complaint went, or how you know it is taken down."), code="note_missing"
        )
    if by is not None and to not in BY_HAND:
        return TracingError(_("Only the system does this."), code="cannot_move")
    return None


def shift(
    held: Finding, to: FindingState, *, by: User | None, note: str, batch: uuid.UUID, now: datetime, verb: str = ""
) -> Move:
    """Writes a move down, whatever the table of moves says. Call it on a locked finding, in a transaction."""
    before = held.state
    held.state, held.state_at = to, now
    if to == FindingState.CONFIRMED:
        held.confirmed_at = held.confirmed_at or now
    elif to != FindingState.TAKEN_DOWN:
        held.confirmed_at = None
    held.save(update_fields=["state", "state_at", "confirmed_at"])
    made = Move(
        finding=held,
        before=before,
        after=to,
        at=now,
        actor_id=SYSTEM_ID if by is None else str(by.pk),
        actor_name="" if by is None else by.name[:80],
        note=note.strip()[:NOTE_LENGTH],
        batch=batch,
    )
    made.save()
    audit_actions.record(
        by=by,
        verb=verb or "tracing.moved",
        key=held.object_key,
        title=held.original.title[:200],
        detail={"from": before, "to": str(to), "note": made.note},
        now=now,
    )
    reason = made.note or _("No longer confirmed as a forward.")
    ledger.settle(finding=held, by=by, reason=reason, now=now)
    if to == FindingState.DISMISSED:
        forwards.lost(held, by=by, reason=reason, now=now)
    return made

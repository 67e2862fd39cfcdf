"""A forward was found, looked for in vain, or taken back; what units do; ledger and audit always together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.distribution.actions import planning
from pufa.distribution.errors import DistributionError, NotAllowedError
from pufa.distribution.models import (
    FORM_OF,
    FORWARD_MOVES,
    Delivery,
    DeliveryState,
    Forward,
    ForwardState,
    How,
    Plan,
    Rendition,
)
from pufa.distribution.queries import choosing, forwards
from pufa.lib import clock
from pufa.matrix.queries import register
from pufa.reach import actions as reach_actions
from pufa.reach.models.ledger import Entry

METRIC = "forwards_found"
# Looks that could not look count a third: a platform that is down is no proof that nothing was posted.
BLIND_FACTOR = 3
SEEING = frozenset({"", "altered", "part", "counted", "other_account", "own_page", "link_dead", "other_text"})
State = ForwardState


def hold(forward: Forward) -> Forward:
    """The forward's row with all it refers to, locked until the transaction ends."""
    return Forward.objects.whole().select_for_update(of=("self",)).get(pk=forward.pk)


def move(forward: Forward, to: ForwardState, now: datetime, **changes: Any) -> None:
    """Moves a held forward along the table and saves. Raises DistributionError wrong_state."""
    if to not in FORWARD_MOVES[ForwardState(forward.state)]:
        text = _("This forward is “%(state)s”: that cannot be done now.")
        raise DistributionError(text % {"state": forward.get_state_display()}, code="wrong_state")
    changes = {"state": to, "state_at": now, **changes}
    for name, value in changes.items():
        setattr(forward, name, value)
    forward.save(update_fields=list(changes))


def note(forward: Forward, verb: str, *, by: User | None, now: datetime, **detail: Any) -> None:
    """Adds the deed to the audit trail under the forward's key."""
    facts = {"task": forward.task_id, "account": forward.account.key, **detail}
    audit_actions.record(by=by, verb=verb, key=forward.object_key, title=forward.task.title, detail=facts, now=now)


@transaction.atomic
def record_found(
    *,
    forward: Forward,
    url: str,
    posted_at: datetime | None,
    found_at: datetime,
    how: str,
    score: float | None = None,
    evidence: Mapping[str, Any] | None = None,
    by: User | None = None,
) -> Forward:
    """The forward was found: state, ledger and audit together; the same find again changes nothing.

    `posted_at`: when it was posted, None where the platform hides it (then the time it was found counts, or the time
    the unit gave the link). `score` is 0 … 1. Late is what was posted after the due time, whenever it was found.
    Raises DistributionError: wrong_state (called off), refused (the office said this address is not the piece).
    """
    held = hold(forward)
    if held.is_done:
        forward.refresh_from_db()
        return forward
    if held.task.called_off_at:
        raise DistributionError(_("This task was called off."), code="wrong_state")
    if url and url in held.refused:
        raise DistributionError(_("The office said this address is not the piece."), code="refused")
    moment = min(posted_at or held.link_given_at or found_at, found_at)
    state = State.LATE if moment > held.task.due_at else State.FOUND
    kept = {"url": url[:500], "posted_at": moment, "found_at": found_at, "how": how, "score": score}
    move(held, state, found_at, **kept, evidence=dict(evidence or {}), finds=held.finds + 1, problem="", excuse="",
         excused_by=None, tries=held.tries + 1, looked_at=found_at)  # fmt: skip
    _enter(held, by)
    note(held, "forward.found", by=by, now=found_at, url=held.url, how=how)
    forward.refresh_from_db()
    return forward


@transaction.atomic
def record_looked(*, forward: Forward, now: datetime, problem: str = "") -> Forward:
    """A look that found nothing; `problem` says why it could not really look (a platform that slows us), or what it
    saw instead: one of SEEING.

    After some looks past the due time it is not found. Gives the forward with its next look.
    """
    held = hold(forward)
    if not Forward.objects.open().filter(pk=held.pk).exists():
        forward.refresh_from_db()
        return forward
    held.tries, held.looked_at, held.problem = held.tries + 1, now, problem[:200]
    if now > held.task.due_at:
        held.missed += 1
    held.next_look_at = now + forwards.interval(held, now)
    held.save(update_fields=["tries", "looked_at", "problem", "missed", "next_look_at"])
    enough = settings.FORWARDS["missing_after"] * (1 if problem in SEEING else BLIND_FACTOR)
    if held.state == State.WAITING and held.missed >= enough:
        move(held, State.NOT_FOUND, now)
        note(held, "forward.not_found", by=None, now=now, looks=held.tries, problem=held.problem)
    forward.refresh_from_db()
    return forward


@transaction.atomic
def give_up(*, forward: Forward, now: datetime, problem: str) -> None:
    """Nobody could look at all: not found, with the reason."""
    held = hold(forward)
    if held.state == State.WAITING:
        move(held, State.NOT_FOUND, now, problem=problem[:200])
        note(held, "forward.not_found", by=None, now=now, looks=held.tries, problem=problem)


@transaction.atomic
def take_back(held: Forward, *, reason: str, by: User | None, now: datetime, is_refused: bool) -> None:
    """A held forward is not found after all: counter-entry, audit, and it is looked for again.

    Raises DistributionError wrong_state.
    """
    if not held.is_done:
        raise DistributionError(_("Nothing was found yet."), code="wrong_state")
    entry = Entry.objects.filter(idempotency_key=_ledger_key(held)).first()
    if entry is not None and not Entry.objects.filter(correction_of=entry).exists():
        reach_actions.correct(entry=entry, reason=reason, by=by, now=now)
    was = held.url
    refused = [*held.refused, was][-50:] if is_refused and was and was not in held.refused else held.refused
    is_own_link = is_refused and was and was == held.link_given
    given = {"link_given": "", "link_given_by": None, "link_given_at": None} if is_own_link else {}
    move(held, State.WAITING, now, url="", posted_at=None, found_at=None, how="", score=None, evidence={},
         refused=refused, missed=0, next_look_at=now, **given)  # fmt: skip
    note(held, "forward.taken_back", by=by, now=now, url=was, reason=reason)


@transaction.atomic
def give_link(*, forward: Forward, url: str, by: User, now: datetime | None = None) -> Forward:
    """The unit pastes the address of its post; the finder opens it next. Nothing else is asked of it.

    Raises NotAllowedError; DistributionError: wrong_state, bad_address, refused.
    """
    moment = now or clock.now()
    held = hold(forward)
    need_unit(held, by)
    _must_be_open(held)
    words = planning.address(held.account, url)
    if words in held.refused:
        raise DistributionError(_("The office looked at this address: it is not this piece."), code="refused")
    held.link_given, held.link_given_by, held.link_given_at = words, by, moment
    held.missed, held.next_look_at = 0, moment
    held.save(update_fields=["link_given", "link_given_by", "link_given_at", "missed", "next_look_at"])
    if held.state == State.NOT_FOUND:
        move(held, State.WAITING, moment)
    note(held, "forward.link_given", by=by, now=moment, url=words)
    forward.refresh_from_db()
    return forward


def publish(*, forward: Forward, by: User, now: datetime | None = None) -> Plan:
    """Sends the piece to the account at once, as the office asked: the unit presses one button.

    Raises NotAllowedError; DistributionError: wrong_state, no_rendition, sent_before, not_public and those of `plan`.
    """
    moment = now or clock.now()
    with transaction.atomic():
        held = hold(forward)
        need_unit(held, by)
        _must_be_open(held)
        if not forwards.can_publish(held.account, moment):
            raise DistributionError(_("This account cannot post by itself: use the pack."), code="no_interface")
        usable = list(Rendition.objects.usable().filter(piece=held.task.piece_id, shape__in=FORM_OF))
        fitting = choosing.by_kind([held.account.connector], usable)[held.account.connector]
        if fitting is None:
            raise DistributionError(_("No approved rendition fits this platform."), code="no_rendition")
        made = planning.plan(
            piece=held.task.piece, accounts=[held.account], renditions=[fitting], by=by, now=moment, is_asked=True
        )
        note(held, "forward.published", by=by, now=moment, sending=made.key)
    return made


def hear_published(*, delivery: Delivery, now: datetime) -> int:
    """A delivery is out: the forwards of its piece on its account are done. Gives how many."""
    rows = list(Forward.objects.filter(
        task__piece=delivery.piece_id, account=delivery.account_id, task__called_off_at__isnull=True,
        state__in=(State.WAITING, State.NOT_FOUND, State.EXCUSED),
    ))  # fmt: skip
    for row in rows:
        by_delivery(row, delivery, now)
    return len(rows)


def by_delivery(forward: Forward, delivery: Delivery, now: datetime) -> None:
    """Closes a forward by a delivery that was published."""
    record_found(
        forward=forward, url=delivery.url, posted_at=delivery.published_at, found_at=now, how=How.DELIVERY, score=1.0,
        evidence={"delivery": delivery.pk, "title": delivery.plan.title},
    )  # fmt: skip


@transaction.atomic
def hear_withdrawn(*, delivery: Delivery, now: datetime) -> int:
    """A delivery was taken back: a forward that rested on it is no longer found. Gives how many."""
    rows = Forward.objects.filter(
        task__piece=delivery.piece_id, account=delivery.account_id, how=How.DELIVERY, evidence__delivery=delivery.pk
    )
    count = 0
    for row in list(rows):
        held = hold(row)
        if held.is_done:
            take_back(held, reason=str(_("the post was taken back")), by=None, now=now, is_refused=False)
            count += 1
    return count


def published_before(forward: Forward) -> Delivery | None:
    """The delivery by which the account already has the piece."""
    rows = Delivery.objects.filter(piece=forward.task.piece_id, account=forward.account_id)
    return rows.filter(state=DeliveryState.PUBLISHED).select_related("plan").order_by("pk").first()


def need_unit(forward: Forward, by: User) -> None:
    """Raises NotAllowedError unless it is the account's unit or the office."""
    if not register.may_write(by, forward.account.organisation):
        raise NotAllowedError(_("Only the account's unit or the office may do this."))


def _must_be_open(forward: Forward) -> None:
    if forward.is_done:
        raise DistributionError(_("It is forwarded already."), code="wrong_state")
    if forward.task.called_off_at:
        raise DistributionError(_("This task was called off."), code="wrong_state")


def _enter(forward: Forward, by: User | None) -> None:
    evidence = {
        "links": [forward.url] if forward.url else [],
        "forward": forward.pk,
        "account": forward.account.key,
        "how": forward.how,
    }
    reach_actions.record(
        metric=METRIC,
        amount=1,
        at=forward.posted_at or forward.state_at,
        source_key=forward.task.piece.object_key,
        source_title=forward.task.title,
        source_url=forward.url,
        organisation=forward.account.organisation,
        evidence=evidence,
        idempotency_key=_ledger_key(forward),
        by=by,
        now=forward.found_at,
    )


def _ledger_key(forward: Forward) -> str:
    return f"{METRIC}:{forward.pk}:{forward.finds}"

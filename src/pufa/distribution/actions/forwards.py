"""What the office does about forwarding: asks, moves the time, calls off, excuses, says it is not this one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.distribution.actions import forward_finds
from pufa.distribution.actions.holding import need_role
from pufa.distribution.actions.renditions import propose
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import (
    DONE_FORWARDS,
    FORM_OF,
    Forward,
    ForwardState,
    ForwardTask,
    How,
    Rendition,
    Shape,
    Told,
)
from pufa.distribution.queries import choosing
from pufa.distribution.queries import forwards as forward_queries
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.matrix.models import Account

BATCH = 1000
PACK_SHAPES = (Shape.ARTICLE, Shape.SHORT, Shape.CARD)
State = ForwardState


@transaction.atomic
def ask(
    *,
    piece: PiecePage,
    accounts: Iterable[Account],
    due_at: datetime,
    by: User,
    note: str = "",
    now: datetime | None = None,
) -> ForwardTask:
    """Asks for a public piece to be forwarded on accounts by a time; gives the task with one forward each.

    Where no rendition can be copied yet, the rule makes them. Raises NotAllowedError; DistributionError: not_public,
    no_account, bad_time, asked_before, no_rendition.
    """
    moment = now or clock.now()
    need_role(by, Role.OFFICE)
    chosen = list({account.pk: account for account in accounts}.values())
    _may_be_asked(piece, chosen, due_at, moment)
    _make_pack(piece, by, moment)
    task = ForwardTask.objects.create(
        piece=piece, title=piece.title, link=choosing.link(piece), note=note.strip()[:300], due_at=due_at,
        asked_by=by, asked_at=moment,
    )  # fmt: skip
    told = {"state_at": moment, "next_look_at": moment, "to_tell": Told.ASKED}
    rows = [Forward(task=task, account=account, **told) for account in chosen]
    Forward.objects.bulk_create(rows, batch_size=BATCH)
    detail = {"piece": piece.object_key, "accounts": len(rows), "due_at": due_at.isoformat()}
    _record(task, "forwarding.asked", by, moment, **detail)
    return task


@transaction.atomic
def move_due(*, task: ForwardTask, due_at: datetime, by: User, now: datetime | None = None) -> ForwardTask:
    """Gives the units another time; what came in time for the new one is no longer late.

    Raises NotAllowedError; DistributionError: bad_time, wrong_state.
    """
    moment = now or clock.now()
    need_role(by, Role.OFFICE)
    held = _standing(task)
    if due_at <= moment:
        raise DistributionError(_("This time is over. Choose a later one."), code="bad_time")
    before, held.due_at = held.due_at, due_at
    held.save(update_fields=["due_at"])
    late = Forward.objects.filter(task=held, state=State.LATE, posted_at__lte=due_at)
    late.update(state=State.FOUND, state_at=moment)
    early = Forward.objects.filter(task=held, state=State.FOUND, posted_at__gt=due_at)
    early.update(state=State.LATE, state_at=moment)
    again = Forward.objects.filter(task=held, state=State.NOT_FOUND)
    again.update(state=State.WAITING, state_at=moment, missed=0, next_look_at=moment)
    fresh = {"reminded_before_at": None, "reminded_after_at": None}
    Forward.objects.filter(task=held, state=State.WAITING).update(**fresh)
    _record(held, "forwarding.moved", by, moment, before=before.isoformat(), after=due_at.isoformat())
    task.refresh_from_db()
    return task


@transaction.atomic
def call_off_task(*, task: ForwardTask, reason: str, by: User | None, now: datetime | None = None) -> ForwardTask:
    """Ends a task: nothing more is looked for or reminded of; what was found stays found.

    `by` is None when its piece was withdrawn. Raises NotAllowedError; DistributionError: no_reason, wrong_state.
    """
    moment = now or clock.now()
    if by is not None:
        need_role(by, Role.OFFICE)
    words = _reason(reason, _("Say why it is called off."))
    held = _standing(task)
    held.called_off_at, held.call_off_reason = moment, words
    held.save(update_fields=["called_off_at", "call_off_reason"])
    Forward.objects.filter(task=held).exclude(to_tell=Told.WITHDRAWN).update(to_tell="")
    _record(held, "forwarding.called_off", by, moment, reason=words)
    task.refresh_from_db()
    return task


def end_tasks(*, piece: PiecePage, by: User | None, reason: str, now: datetime) -> int:
    """Calls off all tasks of a piece that was withdrawn; gives how many. Who withdraws need not be the office."""
    tasks = list(ForwardTask.objects.filter(piece=piece, called_off_at__isnull=True))
    words = _("The piece was withdrawn: %(reason)s") % {"reason": reason}
    for task in tasks:
        by_hand = Forward.objects.filter(task=task, state__in=DONE_FORWARDS).exclude(how=How.DELIVERY)
        by_hand.update(to_tell=Told.WITHDRAWN)
        call_off_task(task=task, reason=words, by=None, now=now)
    return len(tasks)


@transaction.atomic
def excuse(*, forward: Forward, reason: str, by: User, now: datetime | None = None) -> Forward:
    """Excuses an account, for a reason. Raises NotAllowedError; DistributionError: no_reason, wrong_state."""
    moment = now or clock.now()
    need_role(by, Role.OFFICE)
    words = _reason(reason, _("Say why it need not be forwarded."))
    held = forward_finds.hold(forward)
    if held.is_done:
        raise DistributionError(_("It is forwarded already."), code="wrong_state")
    forward_finds.move(held, State.EXCUSED, moment, excuse=words, excused_by=by)
    forward_finds.note(held, "forward.excused", by=by, now=moment, reason=words)
    forward.refresh_from_db()
    return forward


@transaction.atomic
def look_again(*, forward: Forward, by: User, now: datetime | None = None) -> Forward:
    """Has the finder look at once, also for what was given up or excused. Raises NotAllowedError; DistributionError."""
    moment = now or clock.now()
    need_role(by, Role.OFFICE)
    held = forward_finds.hold(forward)
    if held.is_done:
        raise DistributionError(_("It is forwarded already."), code="wrong_state")
    if held.state != State.WAITING:
        forward_finds.move(held, State.WAITING, moment, excuse="", excused_by=None)
    held.missed, held.next_look_at = 0, moment
    held.save(update_fields=["missed", "next_look_at"])
    forward_finds.note(held, "forward.look_again", by=by, now=moment)
    forward.refresh_from_db()
    return forward


@transaction.atomic
def not_this(*, forward: Forward, by: User, reason: str = "", now: datetime | None = None) -> Forward:
    """The post that was found is another one: it is taken back from the ledger and never found again.

    Raises NotAllowedError; DistributionError wrong_state.
    """
    moment = now or clock.now()
    need_role(by, Role.OFFICE)
    held = forward_finds.hold(forward)
    words = reason.strip()[:200] or _("The office looked: it is another post.")
    forward_finds.take_back(held, reason=words, by=by, now=moment, is_refused=True)
    forward.refresh_from_db()
    return forward


@transaction.atomic
def confirm_link(*, forward: Forward, by: User, now: datetime | None = None) -> Forward:
    """The office opened the link that the unit gave and saw the piece there, where the system cannot look itself.

    Raises NotAllowedError; DistributionError: wrong_state, bad_address.
    """
    moment = now or clock.now()
    need_role(by, Role.OFFICE)
    held = forward_finds.hold(forward)
    if not held.link_given:
        raise DistributionError(_("The unit gave no link."), code="bad_address")
    forward_finds.record_found(
        forward=held, url=held.link_given, posted_at=held.link_given_at, found_at=moment, how=How.OFFICE,
        evidence={"looked_by": by.name}, by=by,
    )  # fmt: skip
    forward.refresh_from_db()
    return forward


def _may_be_asked(piece: PiecePage, chosen: list[Account], due_at: datetime, now: datetime) -> None:
    piece.refresh_from_db()
    if not piece.live:
        raise DistributionError(_("Only a public piece is forwarded."), code="not_public")
    if due_at <= now:
        raise DistributionError(_("This time is over. Choose a later one."), code="bad_time")
    if not chosen:
        raise DistributionError(_("Choose at least one registered account."), code="no_account")
    closed = [account.name for account in chosen if account.state != Account.State.ACTIVE]
    if closed:
        text = _("Not in the register: %(names)s.")
        raise DistributionError(text % {"names": "、".join(closed[:10])}, code="no_account")
    asked = forward_queries.asked_accounts(piece)
    names = [account.name for account in chosen if account.pk in asked]
    if names:
        text = _("They are asked for this piece already: %(names)s. Leave them out.")
        raise DistributionError(text % {"names": "、".join(names[:10])}, code="asked_before")


def _make_pack(piece: PiecePage, by: User, now: datetime) -> None:
    """There is something to copy: what the rule can make of the approved text, where nobody made anything yet."""
    usable = Rendition.objects.usable().filter(piece=piece, shape__in=FORM_OF)
    if usable.exists():
        return
    for shape in PACK_SHAPES:
        _propose(piece, shape, by, now)
    if not usable.exists():
        text = _("Nothing of this piece can be copied yet: make a rendition first.")
        raise DistributionError(text, code="no_rendition")


def _propose(piece: PiecePage, shape: Shape, by: User, now: datetime) -> list[Rendition]:
    """One shape by rule; none where the rule finds nothing to say or no font to draw with."""
    try:
        return propose(piece=piece, shape=shape, by=by, now=now)
    except DistributionError:
        return []


def _standing(task: ForwardTask) -> ForwardTask:
    held = ForwardTask.objects.select_for_update().get(pk=task.pk)
    if held.called_off_at:
        raise DistributionError(_("This task was called off."), code="wrong_state")
    return held


def _reason(reason: str, refusal: str) -> str:
    words = reason.strip()[:300]
    if not words:
        raise DistributionError(refusal, code="no_reason")
    return words


def _record(task: ForwardTask, verb: str, by: User | None, now: datetime, **detail: Any) -> None:
    audit_actions.record(by=by, verb=verb, key=task.key, title=task.title, detail=detail, now=now)

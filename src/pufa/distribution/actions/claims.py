"""The worker takes up one delivery: claim and attempt are on disk before the platform is called."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.distribution.actions import holding, pacing
from pufa.distribution.models import Attempt, Delivery, DeliveryState, Plan, Purpose
from pufa.distribution.queries import work
from pufa.matrix import connector
from pufa.matrix.models import Account

NEXT_LOOKS: Final = 500
RECOVERED: Final = 200
State = DeliveryState


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's grip on one delivery for one call; `token` tells it from all others."""

    delivery: Delivery
    kind: connector.Kind
    purpose: Purpose
    attempt: Attempt
    token: str


def claim(*, now: Callable[[], datetime]) -> Claim | None:
    """Takes up the delivery whose turn it is, or None when nothing may be called now.

    Deliveries that must not be called (recalled, replaced, over quota, account closed) are settled or put off on the
    way, each in a transaction of its own.
    """
    for _look in range(NEXT_LOOKS):
        with transaction.atomic():
            delivery = _next(now())
            if delivery is None:
                return None
            taken = _take(delivery, now())
        if taken is not None:
            return taken
    return None


def _next(now: datetime) -> Delivery | None:
    found = work.held().without(Delivery.objects.ready(now))
    if busy := pacing.busy_kinds(now):
        found = found.exclude(connector__in=busy)
    found = found.whole().select_for_update(skip_locked=True, of=("self",))
    return found.order_by("act_at", "pk").first()


def _take(delivery: Delivery, now: datetime) -> Claim | None:
    purpose = work.PURPOSE_OF[State(delivery.state)]
    if purpose == Purpose.PUBLISH and _must_not(delivery, now):
        return None
    kind = work.kind_of(delivery)
    if kind is None:
        _no_connector(delivery, now)
        return None
    if purpose == Purpose.FIND and (work.may_repeat(delivery, kind, now) or not kind.can(connector.Finds)):
        return _without_looking(delivery, kind, now)
    later = pacing.not_before(delivery, purpose, kind.limits, now)
    if later is not None:
        Delivery.objects.filter(pk=delivery.pk).update(act_at=later)
        return None
    return _grip(delivery, kind, purpose, now)


def _must_not(delivery: Delivery, now: datetime) -> bool:
    """Settles a delivery that is not to be posted, and says so."""
    if delivery.recalled_at or not work.is_current(delivery):
        reason = delivery.recall_reason or _("The text was replaced or withdrawn before it was sent.")
        holding.move(delivery, State.STOPPED, now, error=reason[:300])
        return True
    if delivery.account.state != Account.State.ACTIVE:
        refuse(delivery, _("The account is no longer in the register."), code="account_closed", now=now)
        return True
    if delivery.first_attempt_at is None and delivery.connector != delivery.account.connector:
        delivery.connector = delivery.account.connector
        delivery.save(update_fields=["connector"])
    if not_sendable(delivery):
        if delivery.state == State.DUE:
            holding.move(delivery, State.BY_HAND, now)
        else:
            refuse(delivery, _("This kind of connector posts nothing."), code="no_interface", now=now)
        return True
    if delivery.tries >= work.most_tries():
        refuse(delivery, delivery.error or _("Given up after many tries."), code="gave_up", now=now)
        return True
    return False


def not_sendable(delivery: Delivery) -> bool:
    """Whether a person has to post it: its platform has no interface here."""
    kind = work.kind_of(delivery)
    return kind is not None and (kind.can(connector.Packs) or not kind.can(connector.Publishes))


def refuse(delivery: Delivery, words: str, *, code: str, now: datetime, kind: str = "rejected") -> None:
    """Ends a held delivery that cannot be posted, with the reason people read."""
    if delivery.recalled_at and State.STOPPED in holding.MOVES[State(delivery.state)]:
        holding.move(delivery, State.STOPPED, now)
        return
    holding.move(delivery, State.REFUSED, now, error=words[:300], error_code=code[:60], error_kind=kind)
    holding.note(delivery, "delivery.refused", by=None, now=now, code=code)


def _no_connector(delivery: Delivery, now: datetime) -> None:
    words = _("This installation has no connector “%(name)s”.") % {"name": delivery.connector}
    later = now + work.backoff(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(act_at=later, error=words[:300], error_code="unknown_kind")


def _without_looking(delivery: Delivery, kind: connector.Kind, now: datetime) -> Claim | None:
    """Nobody can look for the post: the platform knows the key and gets it again, or a person has to decide."""
    if delivery.recalled_at is None and work.may_repeat(delivery, kind, now):
        holding.move(delivery, State.WAITING, now, act_at=now)
        return None
    words = _("Nobody knows whether the post exists, and this platform cannot be asked: look at the account.")
    Delivery.objects.filter(pk=delivery.pk).update(
        act_at=now + work.FOR_EVER, error=words[:300], error_code="needs_person"
    )
    return None


def _grip(delivery: Delivery, kind: connector.Kind, purpose: Purpose, now: datetime) -> Claim:
    pacing.spend(delivery, purpose, kind.limits, now)
    token = uuid4().hex
    delivery.claim, delivery.claimed_until = token, now + work.lease()
    changed = ["claim", "claimed_until"]
    if purpose == Purpose.PUBLISH:
        delivery.state, delivery.state_at = State.SENDING, now
        delivery.tries += 1
        delivery.first_attempt_at = delivery.first_attempt_at or now
        changed += ["state", "state_at", "tries", "first_attempt_at"]
    delivery.save(update_fields=changed)
    attempt = Attempt.objects.create(
        delivery=delivery,
        number=delivery.attempts.count() + 1,
        purpose=purpose,
        claim=token,
        started_at=now,
    )
    return Claim(delivery, kind, purpose, attempt, token)


def recover(*, now: datetime) -> int:
    """Settles claims whose lease ran out because their worker died; gives how many.

    A post that may have been made becomes unsure and is looked for once the platform had time to show it; questions
    and withdrawals are simply asked again.
    """
    lost = Delivery.objects.exclude(claim="").filter(claimed_until__lt=now).values_list("pk", flat=True)[:RECOVERED]
    return sum(_recover(pk, now) for pk in list(lost))


@transaction.atomic
def _recover(pk: int, now: datetime) -> bool:
    found = Delivery.objects.whole().select_for_update(of=("self",)).filter(pk=pk, claimed_until__lt=now)
    delivery = found.exclude(claim="").first()
    if delivery is None:
        return False
    if delivery.state != State.SENDING:
        Delivery.objects.filter(pk=pk).update(claim="", claimed_until=None, act_at=now)
        return True
    unsure(delivery, now, _("The worker ended before the answer came."), code="lost")
    return True


def unsure(delivery: Delivery, now: datetime, words: str, *, code: str) -> None:
    """Nobody knows whether a held delivery was posted: it is looked for after the platform's settling time."""
    kind = work.kind_of(delivery)
    wait = work.settles_in(kind) if kind else work.lease()
    holding.move(
        delivery, State.UNSURE, now, act_at=now + wait, error=words[:300], error_code=code[:60], error_kind="retry"
    )
    holding.note(delivery, "delivery.unsure", by=None, now=now, code=code)


def start_due(*, now: datetime) -> int:
    """Lets every planned delivery whose time has come begin; gives how many. One statement a sending."""
    plans = Plan.objects.filter(at__lte=now, deliveries__state=State.PLANNED, deliveries__act_at__lte=now).distinct()
    return sum(_start(plan, now) for plan in plans)


@transaction.atomic
def _start(plan: Plan, now: datetime) -> int:
    waiting = Delivery.objects.filter(plan=plan, state=State.PLANNED, act_at__lte=now)
    return waiting.update(state=State.DUE, state_at=now, act_at=now)

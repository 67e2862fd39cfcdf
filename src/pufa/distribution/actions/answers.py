"""What the platform answered, written down by whoever holds the claim, in one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.distribution.actions import claims, holding, holds, pacing
from pufa.distribution.actions.claims import Claim
from pufa.distribution.models import Attempt, Delivery, DeliveryState, Purpose
from pufa.distribution.queries import work
from pufa.matrix.connector import ConnectorError, ErrorKind, PostState, Published

CHECK_AGAIN: Final = timedelta(seconds=30)
LIMIT_FIRST: Final = timedelta(minutes=1)
LIMITS_BORNE: Final = 60
State = DeliveryState


def answer(*, claim: Claim, found: Published | None, now: datetime) -> Delivery | None:
    """Writes the platform's answer; `found` None means: looked for and not there. None when the claim was lost."""
    with transaction.atomic():
        delivery = _held(claim)
        _close(claim, now, found.state.value if found else "absent", detail=found.detail if found else "")
        if delivery is None:
            return None
        if claim.purpose == Purpose.WITHDRAW:
            holding.withdrawn(delivery, by=None, now=now)
        elif found is None:
            _absent(delivery, now)
        else:
            _told(delivery, found, now)
    return delivery


def fail(*, claim: Claim, error: ConnectorError, now: datetime) -> Delivery | None:
    """Writes why a call failed and what follows from the kind of error. None when the claim was lost."""
    with transaction.atomic():
        delivery = _held(claim)
        _close(claim, now, error.kind.value, code=error.code, detail=error.detail, is_uncertain=error.is_uncertain)
        if delivery is None:
            return None
        delivery.error, delivery.error_code, delivery.error_kind = error.detail[:300], error.code[:60], error.kind.value
        delivery.save(update_fields=["error", "error_code", "error_kind"])
        if error.kind is ErrorKind.RECONNECT:
            holds.hold_account(account=delivery.account, reason=error.detail, now=now)
        if claim.purpose == Purpose.PUBLISH and error.is_uncertain:
            claims.unsure(delivery, now, error.detail, code=error.code or "uncertain")
        elif claim.purpose == Purpose.PUBLISH:
            _not_posted(delivery, error, now)
        else:
            _not_answered(delivery, claim, error, now)
    return delivery


def _held(claim: Claim) -> Delivery | None:
    """The delivery if the claim still holds, or if nothing has happened since it was lost."""
    delivery = holding.hold(claim.delivery)
    if delivery.claim == claim.token:
        return delivery
    is_untouched = delivery.state == State.UNSURE and not delivery.claim and claim.purpose == Purpose.PUBLISH
    last = delivery.attempts.order_by("-number").first()
    return delivery if is_untouched and last is not None and last.pk == claim.attempt.pk else None


def _close(
    claim: Claim, now: datetime, outcome: str, *, code: str = "", detail: str = "", is_uncertain: bool = False
) -> None:
    Attempt.objects.filter(pk=claim.attempt.pk).update(
        ended_at=now, outcome=outcome[:12], code=code[:60], detail=detail[:300], is_uncertain=is_uncertain
    )


def _told(delivery: Delivery, found: Published, now: datetime) -> None:
    names = {"remote_id": found.remote_id[:200] or delivery.remote_id, "url": _web(found.url) or delivery.url}
    if found.state is PostState.READY:
        holding.published(delivery, found.at or now, by=None, now=now, **names)
    elif found.state is PostState.PENDING:
        later = now + (found.check_after or CHECK_AGAIN)
        if delivery.state == State.PENDING:
            Delivery.objects.filter(pk=delivery.pk).update(claim="", claimed_until=None, act_at=later, **names)
        else:
            holding.move(delivery, State.PENDING, now, act_at=later, error="", error_code="", error_kind="", **names)
    else:
        words = found.detail or _("The platform took the post down.")
        claims.refuse(delivery, words, code=found.state.value, now=now)


def _web(url: str) -> str:
    """An address people may follow: what a platform says is not trusted to be one."""
    return url if url.startswith(("https://", "http://")) and len(url) <= 500 else ""


def _absent(delivery: Delivery, now: datetime) -> None:
    """The post is not there: it is sent again with the same key, or, once recalled, never."""
    if delivery.recalled_at:
        holding.move(delivery, State.STOPPED, now, error="", error_code="", error_kind="")
    else:
        holding.move(delivery, State.WAITING, now, act_at=now)


def _not_posted(delivery: Delivery, error: ConnectorError, now: datetime) -> None:
    """The platform did certainly not post it."""
    if error.kind is ErrorKind.REJECTED:
        claims.refuse(delivery, error.detail, code=error.code or "rejected", now=now)
    elif error.kind is ErrorKind.LIMIT:
        _limited(delivery, error, now, lambda later: holding.move(delivery, State.WAITING, now, act_at=later))
    else:
        later = now if error.kind is ErrorKind.RECONNECT else now + work.backoff(delivery)
        tries = delivery.tries - 1 if error.kind is ErrorKind.RECONNECT else delivery.tries
        holding.move(delivery, State.WAITING, now, act_at=later, tries=tries)
    if delivery.recalled_at and delivery.state == State.WAITING:
        holding.move(delivery, State.STOPPED, now)


def _limited(delivery: Delivery, error: ConnectorError, now: datetime, put_off: Callable[[datetime], None]) -> None:
    """Too many calls: not a failed try, until it has been so very often."""
    delivery.limits_met += 1
    delivery.tries = max(0, delivery.tries - 1) if delivery.limits_met < LIMITS_BORNE else delivery.tries
    delivery.save(update_fields=["limits_met", "tries"])
    later = now + (error.retry_after or work.backoff(delivery, first=LIMIT_FIRST))
    pacing.rest(delivery, later, now)
    put_off(later)


def _not_answered(delivery: Delivery, claim: Claim, error: ConnectorError, now: datetime) -> None:
    """A question or a withdrawal failed: asked again later; a withdrawal the platform refuses is a person's work."""
    if claim.purpose == Purpose.WITHDRAW and error.kind is ErrorKind.REJECTED:
        holding.move(delivery, State.TO_DELETE, now)
        holding.note(delivery, "delivery.to_delete", by=None, now=now, code=error.code)
        return

    def put_off(later: datetime) -> None:
        Delivery.objects.filter(pk=delivery.pk).update(claim="", claimed_until=None, act_at=later)

    if error.kind is ErrorKind.LIMIT:
        _limited(delivery, error, now, put_off)
        return
    delivery.limits_met += 1
    delivery.save(update_fields=["limits_met"])
    put_off(now + work.backoff(delivery))

"""What every action on a delivery does: move it along the table, note the deed, keep ledger and matrix in step."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.distribution import signals
from pufa.distribution.errors import DistributionError, NotAllowedError
from pufa.distribution.models import MOVES, Delivery, DeliveryState
from pufa.distribution.queries import work
from pufa.matrix import actions as matrix_actions
from pufa.matrix import connector
from pufa.reach import actions as reach_actions
from pufa.reach.models.ledger import Entry

METRIC = "posts_published"
State = DeliveryState


def need_role(by: User, *roles: str) -> None:
    """Raises NotAllowedError unless the person holds one of the roles."""
    if not any(by.has_role(role) for role in roles):
        raise NotAllowedError(_("Your roles do not allow this."))


def hold(delivery: Delivery) -> Delivery:
    """The delivery's row with all it refers to, locked until the transaction ends."""
    return Delivery.objects.whole().select_for_update(of=("self",)).get(pk=delivery.pk)


def move(delivery: Delivery, to: DeliveryState, now: datetime, **changes: Any) -> None:
    """Moves a held delivery along the table, gives back the claim, saves. Raises DistributionError wrong_state."""
    if to not in MOVES[DeliveryState(delivery.state)]:
        text = _("This delivery is “%(state)s”: that cannot be done now.")
        raise DistributionError(text % {"state": delivery.get_state_display()}, code="wrong_state")
    changes = {"state": to, "state_at": now, "claim": "", "claimed_until": None, **changes}
    for name, value in changes.items():
        setattr(delivery, name, value)
    delivery.save(update_fields=list(changes))


def note(delivery: Delivery, verb: str, *, by: User | None, now: datetime, **detail: Any) -> None:
    """Adds the deed to the audit trail under the delivery's key."""
    facts = {"sending": delivery.plan_id, "account": delivery.account.key, **detail}
    audit_actions.record(by=by, verb=verb, key=delivery.object_key, title=delivery.plan.title, detail=facts, now=now)


def published(delivery: Delivery, at: datetime, *, by: User | None, now: datetime, **changes: Any) -> None:
    """The post is out: state, ledger, audit and the matrix together; a recalled one goes on to be taken back."""
    moment = min(at, now)
    clean = {"error": "", "error_code": "", "error_kind": ""}
    move(delivery, State.PUBLISHED, now, published_at=moment, **clean, **changes)
    evidence = {
        "links": [delivery.url] if delivery.url else [],
        "delivery": delivery.pk,
        "account": delivery.account.key,
    }
    reach_actions.record(
        metric=METRIC,
        amount=1,
        at=moment,
        source_key=delivery.piece.object_key,
        source_title=delivery.plan.title,
        source_url=delivery.url,
        organisation=delivery.account.organisation,
        evidence=evidence,
        idempotency_key=_ledger_key(delivery),
        by=by,
        now=now,
    )  # fmt: skip
    note(delivery, "delivery.published", by=by, now=now, url=delivery.url)
    if delivery.remote_id or delivery.url:
        seen = matrix_actions.SeenPost(
            remote_id=delivery.remote_id or delivery.object_key,
            title=delivery.plan.title,
            text="",
            url=delivery.url,
            published_at=moment,
        )
        matrix_actions.see_posts(account=delivery.account, posts=[seen], now=now)
    signals.delivery_published.send(Delivery, delivery=delivery, now=now)
    if delivery.recalled_at:
        take_back(delivery, now)


def take_back(delivery: Delivery, now: datetime) -> None:
    """Sends a posted delivery on its way back: by the platform's interface, or as a task for a person."""
    kind = work.kind_of(delivery)
    if kind is not None and kind.can(connector.Withdraws) and delivery.remote_id:
        move(delivery, State.WITHDRAWING, now, act_at=now, tries=0)
    else:
        move(delivery, State.TO_DELETE, now)
        note(delivery, "delivery.to_delete", by=None, now=now)


def withdrawn(delivery: Delivery, *, by: User | None, now: datetime) -> None:
    """The post is gone: state, counter-entry and audit together."""
    move(delivery, State.WITHDRAWN, now, error="", error_code="", error_kind="")
    entry = Entry.objects.filter(idempotency_key=_ledger_key(delivery)).first()
    if entry is not None and not Entry.objects.filter(correction_of=entry).exists():
        reason = delivery.recall_reason or _("the post was taken back")
        reach_actions.correct(entry=entry, reason=reason, by=by, now=now)
    note(delivery, "delivery.withdrawn", by=by, now=now)
    signals.delivery_withdrawn.send(Delivery, delivery=delivery, now=now)


def _ledger_key(delivery: Delivery) -> str:
    return f"{METRIC}:{delivery.pk}"

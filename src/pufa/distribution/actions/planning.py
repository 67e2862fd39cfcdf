"""Planning a sending, calling it off, and what a person decides about single deliveries."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.distribution.actions import claims, holding
from pufa.distribution.errors import DistributionError, NotAllowedError
from pufa.distribution.models import OVER, UNSENT, Delivery, DeliveryState, Plan, Rendition, Shape
from pufa.distribution.queries import choosing, slots
from pufa.distribution.queries.renditions import approved_text
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.matrix.models import Account
from pufa.matrix.queries import register

BATCH = 1000
State = DeliveryState


def plan(
    *,
    piece: PiecePage,
    accounts: Iterable[Account],
    renditions: Sequence[Rendition],
    by: User,
    at: datetime | None = None,
    headline: Rendition | None = None,
    repeat_reason: str = "",
    is_asked: bool = False,
    in_slots: bool = False,
    now: datetime | None = None,
) -> Plan:
    """Plans one piece for many accounts; each gets the first of the renditions that its platform takes.

    `is_asked`: the office asked for it by a forwarding task, so the accounts' own unit may do it. `in_slots`: each
    account in its own next free slot from `at` on; accounts without slots at that time.

    Raises NotAllowedError; DistributionError: not_public, not_approved, text_changed, no_account, no_rendition (with
    the kinds of platform that nothing fits), sent_before (accounts that have the piece; a reason lets it be again).
    """
    moment = now or clock.now()
    piece.refresh_from_db()
    chosen = list({account.pk: account for account in accounts}.values())
    if not (is_asked and all(register.may_write(by, account.organisation) for account in chosen)):
        holding.need_role(by, Role.OFFICE)
    _may_be_planned(piece, chosen, renditions, headline)
    fitting = choosing.by_kind({account.connector for account in chosen}, renditions)
    missing = [choosing.label(kind) for kind, rendition in fitting.items() if rendition is None]
    if missing:
        text = _("No chosen rendition fits: %(kinds)s. Make one that does, or leave these accounts out.")
        raise DistributionError(text % {"kinds": "、".join(sorted(missing))}, code="no_rendition")
    repeats = _repeats(piece, chosen, repeat_reason)
    when = max(at or moment, moment)
    try:
        with transaction.atomic():
            made = Plan.objects.create(
                piece=piece,
                revision_id=approved_text(piece).revision_id,
                title=piece.title,
                link=choosing.link(piece),
                at=when,
                in_slots=in_slots,
                created_by=by,
                created_at=moment,
            )
            rows = [
                _delivery(made, account, fitting[account.connector], headline, repeats, repeat_reason, moment)
                for account in chosen
            ]
            _into_slots(made, rows, moment)
            Delivery.objects.bulk_create(rows, batch_size=BATCH)
            detail = {"piece": piece.object_key, "revision": made.revision_id, "accounts": len(rows), "at": str(when)}
            audit_actions.record(
                by=by, verb="sending.planned", key=made.key, title=made.title, detail=detail, now=moment
            )
    except IntegrityError as error:
        # Somebody else planned the same piece for one of these accounts between our look and our write.
        text = _("Somebody just planned this piece for some of these accounts.")
        raise DistributionError(text, code="sent_before") from error
    return made


@transaction.atomic
def call_off(*, plan: Plan, by: User, reason: str, now: datetime | None = None) -> int:
    """Gives up what of a sending was not handed to a platform yet; gives how many deliveries.

    Raises NotAllowedError; DistributionError no_reason.
    """
    moment = now or clock.now()
    holding.need_role(by, Role.OFFICE)
    if not reason.strip():
        raise DistributionError(_("Say why it is called off."), code="no_reason")
    words = reason.strip()[:300]
    count = _stop_unsent(Delivery.objects.filter(plan=plan), words, moment)
    Plan.objects.filter(pk=plan.pk).update(called_off_at=moment, call_off_reason=words)
    detail = {"reason": words, "deliveries": count}
    audit_actions.record(by=by, verb="sending.called_off", key=plan.key, title=plan.title, detail=detail, now=moment)
    plan.refresh_from_db()
    return count


@transaction.atomic
def outdate(*, piece: PiecePage, revision_id: int, now: datetime) -> int:
    """A newer text is public: what still waited to be sent with an older one is called off."""
    older = Delivery.objects.filter(piece=piece).exclude(revision_id=revision_id)
    words = _("A newer approved text replaced this one before it was sent.")
    plans = set(older.filter(state__in=UNSENT).values_list("plan", flat=True))
    count = _stop_unsent(older, words, now)
    for one in Plan.objects.filter(pk__in=plans):
        detail = {"reason": "newer text", "revision": revision_id}
        audit_actions.record(by=None, verb="sending.called_off", key=one.key, title=one.title, detail=detail, now=now)
    return count


@transaction.atomic
def retry(*, delivery: Delivery, by: User, now: datetime | None = None) -> Delivery:
    """Tries a refused delivery again, after what stood in its way was mended. Same key, fresh count of tries.

    Raises NotAllowedError; DistributionError: wrong_state, sent_before, text_changed.
    """
    moment = now or clock.now()
    holding.need_role(by, Role.OFFICE)
    held = holding.hold(delivery)
    if not Rendition.objects.usable().filter(pk=held.rendition_id).exists():
        raise DistributionError(_("The rendition is of an older text: plan anew."), code="text_changed")
    others = Delivery.objects.filter(piece=held.piece_id, account=held.account_id, repeat=held.repeat)
    if others.exclude(pk=held.pk).exclude(state__in=OVER).exists():
        raise DistributionError(_("This piece was planned for the account again meanwhile."), code="sent_before")
    holding.move(held, State.DUE, moment, act_at=moment, tries=0, limits_met=0)
    holding.note(held, "delivery.retried", by=by, now=moment)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def mark_posted(*, delivery: Delivery, url: str, by: User, now: datetime | None = None) -> Delivery:
    """A person posted it by hand: the link is the evidence. The office, or the contact of the account's unit.

    Raises NotAllowedError; DistributionError: wrong_state, bad_address.
    """
    moment = now or clock.now()
    held = holding.hold(delivery)
    _need_unit(held, by)
    if held.state != State.BY_HAND:
        raise DistributionError(_("This delivery does not wait for a person."), code="wrong_state")
    holding.published(held, moment, by=by, now=moment, url=address(held.account, url))
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def mark_deleted(*, delivery: Delivery, by: User, now: datetime | None = None) -> Delivery:
    """A person deleted the post by hand. Raises NotAllowedError; DistributionError wrong_state."""
    moment = now or clock.now()
    held = holding.hold(delivery)
    _need_unit(held, by)
    holding.withdrawn(held, by=by, now=moment)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def settle_by_hand(*, delivery: Delivery, by: User, url: str = "", now: datetime | None = None) -> Delivery:
    """A person looked whether an unsure post exists: its link, or empty when it is not there and is sent again.

    Raises NotAllowedError; DistributionError: wrong_state, bad_address.
    """
    moment = now or clock.now()
    held = holding.hold(delivery)
    _need_unit(held, by)
    if held.state != State.UNSURE or held.claim:
        raise DistributionError(_("This delivery is not unsure, or is being looked for now."), code="wrong_state")
    if url.strip():
        holding.published(held, moment, by=by, now=moment, url=address(held.account, url))
    elif held.recalled_at:
        holding.move(held, State.STOPPED, moment)
    else:
        holding.move(held, State.WAITING, moment, act_at=moment, tries=0, error_code="")
    holding.note(held, "delivery.settled", by=by, now=moment, is_there=bool(url.strip()))
    delivery.refresh_from_db()
    return delivery


def address(account: Account, url: str) -> str:
    """A pasted link, if it leads to the account's platform. Raises DistributionError bad_address."""
    words = url.strip()
    parts = urlsplit(words)
    host = (parts.hostname or "").casefold()
    if parts.scheme not in {"http", "https"} or not host or len(words) > 500:
        raise DistributionError(_("Paste the whole address of the post, beginning with https://."), code="bad_address")
    known = [name.casefold() for name in account.platform.hosts]
    if known and not any(host == name or host.endswith(f".{name}") for name in known):
        text = _("This address is not on %(platform)s. Paste the address of the post itself.")
        raise DistributionError(text % {"platform": account.platform.name}, code="bad_address")
    return words


def _need_unit(delivery: Delivery, by: User) -> None:
    if not register.may_write(by, delivery.account.organisation):
        raise NotAllowedError(_("Only the account's unit or the office may do this."))


def _may_be_planned(
    piece: PiecePage, accounts: list[Account], renditions: Sequence[Rendition], headline: Rendition | None
) -> None:
    if not piece.live:
        raise DistributionError(_("Only a public piece is sent."), code="not_public")
    usable = set(Rendition.objects.usable().filter(piece=piece).values_list("pk", flat=True))
    for one in [*renditions, *([headline] if headline else [])]:
        if one.pk not in usable:
            text = _("“%(rendition)s” is not approved for the text the public reads now.")
            raise DistributionError(text % {"rendition": one}, code="not_approved")
    if headline is not None and headline.shape != Shape.HEADLINE:
        raise DistributionError(_("Choose a headline."), code="not_approved")
    if not any(account.state == Account.State.ACTIVE for account in accounts):
        raise DistributionError(_("Choose at least one registered account."), code="no_account")
    closed = [account.name for account in accounts if account.state != Account.State.ACTIVE]
    if closed:
        text = _("Not in the register: %(names)s.")
        raise DistributionError(text % {"names": "、".join(closed[:10])}, code="no_account")


def _repeats(piece: PiecePage, accounts: list[Account], reason: str) -> dict[int, int]:
    """For each account that already has the piece, or will have it, the number of this further time."""
    wanted = {account.pk for account in accounts}
    rows = Delivery.objects.filter(piece=piece).exclude(state__in=OVER).values_list("account", "repeat")
    last: dict[int, int] = {}
    for account, repeat in rows:
        if account in wanted:
            last[account] = max(last.get(account, 0), repeat)
    if last and not reason.strip():
        names = "、".join(account.name for account in accounts if account.pk in last)
        text = _("They have this piece already or will get it: %(names)s. Say why once more, or leave them out.")
        raise DistributionError(text % {"names": names[:200]}, code="sent_before")
    return {account: repeat + 1 for account, repeat in last.items()}


def _delivery(
    made: Plan,
    account: Account,
    rendition: Rendition | None,
    headline: Rendition | None,
    repeats: dict[int, int],
    reason: str,
    now: datetime,
) -> Delivery:
    repeat = repeats.get(account.pk, 0)
    state = State.PLANNED if made.at > now else State.DUE
    delivery = Delivery(
        plan=made,
        piece_id=made.piece_id,
        revision_id=made.revision_id,
        account=account,
        connector=account.connector,
        rendition=rendition,
        headline=headline if rendition and rendition.shape == Shape.ARTICLE else None,
        repeat=repeat,
        repeat_reason=reason.strip()[:200] if repeat else "",
        key=uuid4().hex,
        state=state,
        state_at=now,
        act_at=made.at,
    )
    if state == State.DUE and claims.not_sendable(delivery):
        delivery.state = State.BY_HAND
    return delivery


def _into_slots(made: Plan, rows: Sequence[Delivery], now: datetime) -> None:
    """Lets deliveries wait for the next free slots of their accounts, if the sending is planned so."""
    if not made.in_slots:
        return
    free = slots.next_free({row.account_id for row in rows}, made.at)
    for row in rows:
        at = free.get(row.account_id)
        if at is not None:
            row.act_at = row.slot_at = at
            row.state = State.PLANNED if at > now else row.state


def _stop_unsent(found: QuerySet[Delivery], reason: str, now: datetime) -> int:
    unsent = found.filter(state__in=UNSENT)
    return unsent.update(state=State.STOPPED, state_at=now, error=reason[:300], error_code="called_off")

"""Forwarding tasks read: the board, what a unit has to do, and what a finder is to look for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from pufa.accounts.models import User
from pufa.distribution.models import OPEN_FORWARDS, Delivery, DeliveryState, Forward, ForwardTask
from pufa.distribution.models.forwards import ForwardQuerySet
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.matrix import connector, registry
from pufa.matrix.models import Account, Credential
from pufa.matrix.queries import register

SLOWEST_BEFORE: Final = timedelta(hours=6)
SLOWEST_AFTER: Final = timedelta(days=1)
TRIES_AT_ONE_PACE: Final = 12
MOST_TO_LOOK: Final = 500
# Accounts whose posts are pages anybody can open: a title there proves little, whoever opens the page sees the words.
PAGE_KINDS: Final = ("feed", "webpage")


@dataclass(frozen=True, slots=True)
class ToLook:
    """One forward a finder is to look for now.

    `since`: nothing older can be it; `known`: addresses to look at first (the link the unit gave); `refused`:
    addresses the office said are not this piece; `is_new_link`: the unit gave the link after the last look.
    """

    forward: Forward
    account: Account
    piece: PiecePage
    since: datetime
    known: tuple[str, ...]
    refused: tuple[str, ...]
    tries: int
    is_new_link: bool


def open_to_look(now: datetime, *, only: Q | None = None, most: int = MOST_TO_LOOK) -> Iterator[ToLook]:
    """Open forwards whose next look has come, those with a fresh link first; at most `most`.

    `only`: those a finder can look for at all, so that the others do not stand in its way.
    """
    found = Forward.objects.open().filter(next_look_at__lte=now, task__due_at__gt=now - stop_after()).whole()
    rows = found.filter(only or Q()).order_by("next_look_at", "pk")[:most]
    for row in sorted(rows, key=lambda one: not one.link_given):
        yield to_look(row)


def to_look(forward: Forward) -> ToLook:
    """What a finder needs to know about one forward."""
    is_new = forward.link_given_at is not None and (
        forward.looked_at is None or forward.looked_at < forward.link_given_at
    )
    return ToLook(
        forward=forward,
        account=forward.account,
        piece=forward.task.piece,
        since=since(forward.task),
        known=(forward.link_given,) if forward.link_given else (),
        refused=tuple(forward.refused),
        tries=forward.tries,
        is_new_link=is_new,
    )


def since(task: ForwardTask) -> datetime:
    """From when on a post can be a forward of the piece: when it first came out, or else when it was asked for."""
    first = task.piece.first_published_at
    return min(first, task.asked_at) if first else task.asked_at


def stop_after() -> timedelta:
    """How long after the due time it is looked for."""
    return timedelta(days=settings.FORWARDS["stop_days"])


def interval(forward: Forward, now: datetime) -> timedelta:
    """How long until the next look: longer with every twelve tries, and twice as long with each look past due."""
    first = timedelta(minutes=settings.FORWARDS["look_minutes"])
    if now <= forward.task.due_at:
        return min(first * (1 + forward.tries // TRIES_AT_ONE_PACE), SLOWEST_BEFORE)
    return min(first * 2 ** min(forward.missed, 10), SLOWEST_AFTER)


def visible(person: User) -> ForwardQuerySet:
    """The forwards somebody may see: all for the office and readers, the own unit's for its contact."""
    return Forward.objects.filter(account__in=register.visible_to(person))


def tasks(person: User) -> QuerySet[ForwardTask]:
    """The tasks somebody may see, newest first."""
    found = ForwardTask.objects.select_related("asked_by")
    if register.is_contact(person) and not any(person.has_role(role) for role in register.READERS):
        return found.filter(forwards__account__organisation=person.organisation_id).distinct()
    return found if register.may_enter(person) else found.none()


def own_open(person: User) -> ForwardQuerySet:
    """What the contact of a unit still has to forward, soonest due first; nothing for others."""
    if not register.is_contact(person):
        return Forward.objects.none()
    own = Forward.objects.open().filter(account__organisation=person.organisation_id)
    return own.whole().order_by("task__due_at", "pk")


def due_between(person: User, first: date, last: date) -> QuerySet[ForwardTask]:
    """Standing tasks due from one day to another, as far as somebody may see them."""
    begin, end = clock.start_of_day(first), clock.day_bounds(last)[1]
    standing = tasks(person).filter(called_off_at__isnull=True, due_at__gte=begin, due_at__lt=end)
    return standing.order_by("due_at", "pk")


def asked_accounts(piece: PiecePage) -> set[int]:
    """The accounts that are asked for this piece already by a task that stands."""
    rows = Forward.objects.filter(task__piece=piece, task__called_off_at__isnull=True)
    return set(rows.values_list("account", flat=True))


def delivery_of(forward: Forward) -> Delivery | None:
    """The delivery of this piece to this account that stands or is under way, if there is one."""
    over = (DeliveryState.REFUSED, DeliveryState.STOPPED, DeliveryState.WITHDRAWN)
    rows = Delivery.objects.filter(piece=forward.task.piece_id, account=forward.account_id)
    return rows.exclude(state__in=over).order_by("-pk").first()


def can_publish(account: Account, now: datetime) -> bool:
    """Whether the account's connector posts by itself and its sign-in is not known to be broken."""
    try:
        kind = registry.get(account.connector)
    except LookupError:
        return False
    if not kind.can(connector.Publishes) or kind.can(connector.Packs):
        return False
    row = Credential.objects.filter(account=account, kind=account.connector).first()
    needs_secret = any(field.is_secret and field.is_required for field in kind.fields)
    if row is None:
        return not needs_secret
    return row.state != Credential.State.FAILS and not row.is_expired(now)


def open_of(task: ForwardTask) -> ForwardQuerySet:
    """The forwards of a task still to come, by unit."""
    rows = Forward.objects.filter(task=task, state__in=OPEN_FORWARDS)
    return rows.whole().order_by("account__organisation__code", "pk")

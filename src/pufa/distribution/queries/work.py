"""What the sender needs to know: what is held, how a delivery looks to its connector, the pack for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet
from wagtail.models import Page

from pufa.distribution import plain
from pufa.distribution.models import Delivery, DeliveryState, Hold, Purpose
from pufa.distribution.models.sending import DeliveryQuerySet
from pufa.matrix import connector, registry

PACKING: Final = "copyready"
FOR_EVER: Final = timedelta(days=36_500)
POSTING: Final = (DeliveryState.DUE, DeliveryState.WAITING)
PURPOSE_OF: Final = {
    DeliveryState.DUE: Purpose.PUBLISH,
    DeliveryState.WAITING: Purpose.PUBLISH,
    DeliveryState.UNSURE: Purpose.FIND,
    DeliveryState.PENDING: Purpose.STATUS,
    DeliveryState.WITHDRAWING: Purpose.WITHDRAW,
}


@dataclass(frozen=True, slots=True)
class Held:
    """What is held now. Holds on everything or on a sending keep from posting; those on a kind of platform or an
    account keep from every call to it: taking posts back goes on while sending is stopped.
    """

    everything: bool
    plans: frozenset[int]
    connectors: frozenset[str]
    accounts: frozenset[int]

    def without(self, found: DeliveryQuerySet) -> DeliveryQuerySet:
        """The deliveries nobody holds."""
        if self.everything:
            found = found.exclude(state__in=POSTING)
        if self.plans:
            found = found.exclude(state__in=POSTING, plan__in=self.plans)
        if self.connectors:
            found = found.exclude(connector__in=self.connectors)
        return found.exclude(account__in=self.accounts) if self.accounts else found


def holds() -> QuerySet[Hold]:
    """The holds in force, newest first."""
    return Hold.objects.filter(lifted_at__isnull=True).select_related("plan", "account__platform", "by")


def held() -> Held:
    """All holds in force, by what they hold."""
    rows = Hold.objects.filter(lifted_at__isnull=True).values_list("plan", "connector", "account")
    return Held(
        everything=any(not (plan or kind or account) for plan, kind, account in rows),
        plans=frozenset(plan for plan, _, _ in rows if plan),
        connectors=frozenset(kind for _, kind, _ in rows if kind),
        accounts=frozenset(account for _, _, account in rows if account),
    )


def is_held(delivery: Delivery) -> bool:
    """Whether a hold keeps the next call of this delivery from being made."""
    return not held().without(Delivery.objects.filter(pk=delivery.pk)).exists()


def holds_on(delivery: Delivery) -> QuerySet[Hold]:
    """The holds in force that touch this delivery."""
    scopes = Q(plan=delivery.plan_id) | Q(connector=delivery.connector) | Q(account=delivery.account_id)
    return holds().filter(scopes | Q(plan=None, connector="", account=None))


def ready(now: datetime, *, most: int) -> int:
    """How many deliveries the sender could take up now, counted no further than `most`."""
    return held().without(Delivery.objects.ready(now)).order_by()[:most].count()


def is_current(delivery: Delivery) -> bool:
    """Whether the public still reads the text this delivery carries."""
    return Page.objects.filter(pk=delivery.piece_id, live=True, live_revision=delivery.revision_id).exists()


def known_ids(delivery: Delivery) -> list[str]:
    """The posts of the account that belong to other deliveries."""
    others = Delivery.objects.filter(account=delivery.account_id).exclude(pk=delivery.pk).exclude(remote_id="")
    return list(others.values_list("remote_id", flat=True))


def as_sent(delivery: Delivery) -> connector.Rendition:
    """The rendition as the connector gets it: the same at every try."""
    return plain.rendition(delivery.rendition, link=delivery.plan.link, headline=delivery.headline)


def kind_of(delivery: Delivery) -> connector.Kind | None:
    """The kind of connector of a delivery; None if this installation no longer has it."""
    try:
        return registry.get(delivery.connector)
    except LookupError:
        return None


def settles_in(kind: connector.Kind) -> timedelta:
    """How long a new post of this kind may stay unseen."""
    return kind.limits.settle


def may_repeat(delivery: Delivery, kind: connector.Kind, now: datetime) -> bool:
    """Whether the platform itself still answers the delivery's key with the first post."""
    lasts = kind.limits.idempotent_for
    return lasts is not None and delivery.first_attempt_at is not None and now < delivery.first_attempt_at + lasts


def pack(delivery: Delivery) -> connector.Pack:
    """What a person copies and uploads, cut to the lengths of the account's platform.

    Raises LookupError when this installation has no kind that makes packs.
    """
    values = {"platform": delivery.account.platform.code}
    packing: Any = registry.get(PACKING).connect(connector.Access(values=values))
    made: connector.Pack = packing.pack(as_sent(delivery), key=delivery.key)
    return made


def backoff(delivery: Delivery, *, first: timedelta = timedelta(seconds=30)) -> timedelta:
    """How long to wait after a failed try: twice as long each time up to two hours, and up to a quarter more.

    The quarter differs by delivery, so that many that failed together do not come back together.
    """
    base = min(first * 2 ** min(delivery.tries + delivery.limits_met, 12), timedelta(hours=2))
    share = int(delivery.key[:4], 16) / 0xFFFF
    return base * (1 + share / 4)


def most_tries() -> int:
    """After how many tries a delivery is given up."""
    return int(settings.SENDING["tries"])


def lease() -> timedelta:
    """For how long a worker holds what it has claimed; longer than any call can take."""
    return timedelta(seconds=settings.SENDING["lease_seconds"])


def scopes(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Kinds of connector with their labels, for the stop button."""
    known = {kind.name: kind for kind in registry.kinds()}
    return [(name, known[name].label_zh if name in known else name) for name in kinds]

"""Asks platforms for figures and posts: only accounts that need it, within each platform's quota, each by itself."""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import F, Q

from pufa.lib import clock
from pufa.matrix.actions.figures import bring_figures
from pufa.matrix.actions.posts import SeenPost, see_posts
from pufa.matrix.connector import Authorises, ConnectorError, ErrorKind, Measures, PostFigures, Reads
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, CallCount, Credential, Platform, Post
from pufa.matrix.plausibility import Counted
from pufa.matrix.queries import access
from pufa.matrix.registry import Kind

log = logging.getLogger(__name__)
MOST_ACCOUNTS: Final = 200
RECENT: Final = timedelta(days=7)
CALLS_EACH: Final = 3
MOST_SECONDS: Final = 90.0


@dataclass(frozen=True, slots=True)
class Measured:
    """How a round went: accounts measured, failed, and left for later because of a quota."""

    done: int = 0
    failed: int = 0
    left: int = 0


def measure_due(*, now: datetime) -> Measured:
    """Yesterday's figures and the latest posts of accounts not asked today: 200, or 90 seconds, a round."""
    done = failed = left = 0
    end = time.monotonic() + MOST_SECONDS
    resting: set[int] = set()
    for account, kind in _due(now):
        if time.monotonic() > end or account.platform_id in resting or not _may_call(account.platform, kind, now):
            left += 1
            continue
        try:
            measure(account=account, now=now)
            done += 1
        except (ConnectorError, MatrixError) as error:
            failed += 1
            if isinstance(error, ConnectorError) and error.kind is ErrorKind.LIMIT:
                resting.add(account.platform_id)
            log.warning("account %s was not measured: %s", account.pk, error)
        Account.objects.filter(pk=account.pk).update(measured_at=now)
    return Measured(done, failed, left)


def measure(*, account: Account, now: datetime) -> None:
    """Asks one account's platform; what it says is kept, doubtful figures aside. Raises ConnectorError, MatrixError."""
    kind = access.kind_of(account)
    connection: Any = kind.connect(access.access(account))
    day = clock.shanghai_day(now) - timedelta(days=1)
    if kind.can(Reads):
        posts = connection.recent(since=now - RECENT)
        see_posts(account=account, posts=_seen(posts, now), now=now)
    if kind.can(Measures):
        _keep_figures(account, connection, day, kind, now)


def read_posts(*, account: Account, now: datetime, since: datetime | None = None) -> bool:
    """Asks one account's platform for its latest posts and keeps them, within the platform's quota of the day.

    False when the quota is used up or the kind of connector reads no posts. Raises ConnectorError, MatrixError.
    """
    kind = access.kind_of(account)
    if not kind.can(Reads) or not _may_call(account.platform, kind, now):
        return False
    connection: Any = kind.connect(access.access(account))
    see_posts(account=account, posts=_seen(connection.recent(since=since or now - RECENT), now), now=now)
    return True


def _keep_figures(account: Account, connection: Any, day: date, kind: Kind, now: datetime) -> None:
    figures = connection.measure_account(day=day)
    recent = Post.objects.filter(account=account, published_at__gte=now - RECENT)
    of_posts = connection.measure_posts(day=day, remote_ids=list(recent.values_list("remote_id", flat=True)))
    _renew(account, of_posts)
    values = {} if figures.followers is None else {"followers": figures.followers}
    for name in ("reads", "likes", "comments", "shares"):
        given = [value for one in of_posts if not one.is_total and (value := getattr(one, name)) is not None]
        if given:
            values[name] = sum(given)
    if values:
        row = Counted(account.pk, figures.day, values)
        bring_figures(rows=[row], source=f"connector:{kind.name}", platform=account.platform, by=None, now=now)


def _renew(account: Account, figures: Iterable[PostFigures]) -> None:
    """Totals of posts; figures of a single day do not say how much a post has drawn altogether."""
    for one in figures:
        told = {n: v for n in ("reads", "likes", "comments", "shares") if (v := getattr(one, n)) is not None}
        if one.is_total and told:
            Post.objects.filter(account=account, remote_id=one.remote_id).update(**told)


def _seen(posts: Iterable[Any], now: datetime) -> Iterator[SeenPost]:
    """Posts as they are kept. Where a platform hides the time, it is when the post was first seen."""
    for post in posts:
        title = post.title or post.text[:60] or post.remote_id
        yield SeenPost(post.remote_id, title, post.at or now, text=post.text, url=post.url)


def _due(now: datetime) -> Iterator[tuple[Account, Kind]]:
    midnight = clock.start_of_day(clock.shanghai_day(now))
    able = Q(credential__state=Credential.State.WORKS) | Q(credential=None)
    waiting = Account.objects.registered().exclude(connector="copyready").filter(able)
    waiting = waiting.filter(Q(measured_at=None) | Q(measured_at__lt=midnight)).select_related("platform")
    for account in waiting.order_by(F("measured_at").asc(nulls_first=True), "pk")[:MOST_ACCOUNTS]:
        try:
            kind = access.kind_of(account)
        except MatrixError:
            continue
        if (kind.can(Reads) or kind.can(Measures)) and (not kind.can(Authorises) or hasattr(account, "credential")):
            yield account, kind


def _may_call(platform: Platform, kind: Kind, now: datetime) -> bool:
    """Takes an account's calls off the platform's quota of the day, across all workers."""
    day = clock.shanghai_day(now)
    most = min(kind.limits.calls_per_day or settings.MATRIX["calls_per_day"], settings.MATRIX["calls_per_day"])
    CallCount.objects.get_or_create(platform=platform, day=day)
    spent = CallCount.objects.filter(platform=platform, day=day, calls__lte=most - CALLS_EACH)
    return bool(spent.update(calls=F("calls") + CALLS_EACH))

"""Finds forwards by what is known here: deliveries that went out, and posts that connectors read from accounts.

Only what is word for word the same is found; copies that differ are the business of whoever compares by passages.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from pufa.distribution.actions import forward_finds
from pufa.distribution.errors import DistributionError
from pufa.distribution.models import Delivery, DeliveryState, Forward, ForwardTask, How, Rendition
from pufa.distribution.queries import forwards
from pufa.distribution.queries.renditions import approved_text
from pufa.matrix import connector, sameness
from pufa.matrix.actions import measuring
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, Post
from pufa.matrix.queries import access

log = logging.getLogger(__name__)
RUN: Final = 24  # letters that in this order say whose text it is
SHARE: Final = 0.5  # of a text that must stand in the post; law texts quoted by many are never half of a piece
LEAST_TITLE: Final = 8
TITLE_SCORE: Final = 0.9
FRESH: Final = timedelta(minutes=30)
UNSEEN_AFTER: Final = timedelta(days=2)
PROBLEM_OF: Final = {connector.ErrorKind.LIMIT: "slow", connector.ErrorKind.RECONNECT: "sign_in"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a post is held against: the title, the link, and the runs of every text that may be copied."""

    title: str
    link: str
    texts: tuple[frozenset[str], ...]

    def score(self, post: Post) -> float:
        """How surely a post carries the piece, 0 … 1; 0 if it does not."""
        if self.link and self.link in post.text:
            return 1.0
        shown = runs(sameness.words(post.text))
        best = max((len(one & shown) / len(one) for one in self.texts if one), default=0.0)
        is_title = len(self.title) >= LEAST_TITLE and sameness.words(post.title) == self.title
        if is_title:
            return max(best, TITLE_SCORE)
        return best if best >= SHARE else 0.0


def runs(words: str) -> frozenset[str]:
    """Every run of letters of the fixed length in a text."""
    return frozenset(words[start : start + RUN] for start in range(len(words) - RUN + 1))


def pattern(task: ForwardTask) -> Pattern:
    """What is looked for: the approved text and all renditions of it."""
    texts = list(Rendition.objects.usable().filter(piece=task.piece_id).values_list("text", flat=True))
    try:
        texts.append("".join(approved_text(task.piece).draft.paragraphs))
    except DistributionError:
        log.warning("task %s: its piece has no public text", task.pk)
    made = tuple(runs(sameness.words(text)) for text in texts)
    return Pattern(sameness.words(task.title), task.link, made)


def find_known(*, now: datetime) -> int:
    """Closes forwards by deliveries that went out and by posts that were seen; gives how many."""
    count = _by_deliveries(now)
    standing = ForwardTask.objects.filter(called_off_at__isnull=True, due_at__gt=now - forwards.stop_after())
    waiting = standing.filter(Exists(Forward.objects.open().filter(task=OuterRef("pk")))).select_related("piece")
    for task in waiting:
        count += _by_posts(task, now)
    return count


def read_accounts(*, now: datetime, seconds: float = 30) -> int:
    """Reads the posts of accounts whose next look has come, where a connector can; gives how many were looked at."""
    end = time.monotonic() + seconds
    patterns: dict[int, Pattern] = {}
    looked = 0
    due = Forward.objects.open().filter(next_look_at__lte=now, task__due_at__gt=now - forwards.stop_after())
    # A fresh link is left to whoever opens pages, for a while.
    due = due.filter(Q(link_given_at__isnull=True) | Q(link_given_at__lt=now - FRESH))
    due = due.exclude(account__connector__in=("copyready", *forwards.PAGE_KINDS))
    for forward in due.whole().order_by("next_look_at", "pk")[:500]:
        if time.monotonic() > end:
            break
        problem = _read(forward, now)
        if problem is None:
            continue
        looked += 1
        if forward.task_id not in patterns:
            patterns[forward.task_id] = pattern(forward.task)
        if problem or not _match(forward, patterns[forward.task_id], _posts(forward), now):
            forward_finds.record_looked(forward=forward, now=now, problem=problem)
    return looked


def give_up_unseen(*, now: datetime) -> int:
    """What nobody here could look at at all is not found two days after its time: the unit can give a link."""
    rows = Forward.objects.open().filter(
        state=Forward.State.WAITING, looked_at__isnull=True, task__due_at__lt=now - UNSEEN_AFTER
    )
    found = list(rows.whole()[:1000])
    for forward in found:
        forward_finds.give_up(forward=forward, now=now, problem="no_way")
    return len(found)


def _by_deliveries(now: datetime) -> int:
    sent = Delivery.objects.filter(
        piece=OuterRef("task__piece"), account=OuterRef("account"), state=DeliveryState.PUBLISHED
    )
    count = 0
    for forward in Forward.objects.open().filter(Exists(sent)).whole()[:1000]:
        delivery = forward_finds.published_before(forward)
        if delivery is not None and (not delivery.url or delivery.url not in forward.refused):
            forward_finds.by_delivery(forward, delivery, now)
            count += 1
    return count


def _by_posts(task: ForwardTask, now: datetime) -> int:
    """Forwards of one task among posts seen since the last round, or at all where nobody looked yet."""
    waiting = Forward.objects.open().filter(task=task)
    fresh = Q(seen_at__gte=now - FRESH) | Q(account__in=waiting.filter(looked_at__isnull=True).values("account"))
    posts = Post.objects.filter(fresh, account__in=waiting.values("account"), published_at__gte=_since(task))
    by_account: dict[int, list[Post]] = {}
    for post in posts:
        by_account.setdefault(post.account_id, []).append(post)
    if not by_account:
        return 0
    looked_for = pattern(task)
    rows = waiting.filter(account__in=by_account).whole()
    return sum(_match(forward, looked_for, by_account[forward.account_id], now) for forward in list(rows))


def _match(forward: Forward, looked_for: Pattern, posts: Iterable[Post], now: datetime) -> bool:
    for post in posts:
        if post.url and post.url in forward.refused:
            continue
        score = looked_for.score(post)
        is_title_only = score == TITLE_SCORE and forward.account.connector in forwards.PAGE_KINDS
        if score and not is_title_only:
            evidence = {"post": post.pk, "title": post.title[:120], "excerpt": post.text[:160]}
            forward_finds.record_found(
                forward=forward, url=post.url, posted_at=post.published_at, found_at=now, how=How.POST,
                score=round(score, 4), evidence=evidence,
            )  # fmt: skip
            return True
    return False


def _posts(forward: Forward) -> QuerySet[Post]:
    return Post.objects.filter(account=forward.account_id, published_at__gte=_since(forward.task))


def _since(task: ForwardTask) -> datetime:
    return forwards.since(task) - sameness.CLOCKS_DIFFER


def _read(forward: Forward, now: datetime) -> str | None:
    """Empty when the account was read, the problem if it could not be, None when no connector reads it."""
    account: Account = forward.account
    try:
        kind = access.kind_of(account)
        if not kind.can(connector.Reads):
            return None
        return "" if measuring.read_posts(account=account, now=now, since=_since(forward.task)) else "slow"
    except connector.ConnectorError as error:
        return PROBLEM_OF.get(error.kind, "no_answer")
    except MatrixError:
        return None

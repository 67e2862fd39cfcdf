"""Posts seen on accounts, by whichever way: a connector, a feed, a person."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix.models import Account, Post

TEXT_LENGTH: Final = 20_000
URL_LENGTH: Final = 500
COUNTS: Final = ("reads", "looks", "likes", "comments", "shares")


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post as it was seen; counts are totals since its publication, None where nobody said."""

    remote_id: str
    title: str
    published_at: datetime
    text: str = ""
    url: str = ""
    is_headline: bool = False
    reads: int | None = None
    looks: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None


def see_posts(
    *, account: Account, posts: Iterable[SeenPost], by: User | None = None, now: datetime | None = None
) -> int:
    """Keeps posts of an account and gives how many were new; the same post again only renews what it says."""
    moment, seen = now or clock.now(), list(posts)
    if not seen:
        return 0
    with transaction.atomic():
        known = Post.objects.filter(account=account, remote_id__in=[one.remote_id for one in seen])
        by_id = {post.remote_id: post for post in known}
        fresh = [_made(account, one, moment) for one in {one.remote_id: one for one in seen}.values()
                 if one.remote_id not in by_id]  # fmt: skip
        Post.objects.bulk_create(fresh)
        for one in seen:
            if one.remote_id in by_id:
                _renew(by_id[one.remote_id], one, moment)
        move_last_post(account, max(one.published_at for one in seen))
        if fresh:
            audit_actions.record(
                by=by, verb="matrix.posts_seen", key=account.key, title=account.name, detail={"new": len(fresh)},
                now=moment,
            )  # fmt: skip
    return len(fresh)


def move_last_post(account: Account, at: datetime) -> None:
    """Moves the moment of an account's last post forward, never back."""
    if account.last_post_at is None or at > account.last_post_at:
        account.last_post_at = at
        Account.objects.filter(pk=account.pk).update(last_post_at=at)


def _made(account: Account, one: SeenPost, now: datetime) -> Post:
    told = asdict(one)
    url = one.url if one.url.startswith(("https://", "http://")) and len(one.url) <= URL_LENGTH else ""
    told |= {"title": one.title[:300], "text": one.text[:TEXT_LENGTH], "url": url}
    return Post(account=account, seen_at=now, **told)


def _renew(post: Post, one: SeenPost, now: datetime) -> None:
    """What the platform says now; a text that changed is looked through again."""
    if (one.title[:300], one.text[:TEXT_LENGTH]) != (post.title, post.text):
        post.title, post.looked_through_at = one.title[:300], None
        post.text = one.text[:TEXT_LENGTH] or post.text
    for name in COUNTS:
        value = getattr(one, name)
        if value is not None:
            setattr(post, name, value)
    post.seen_at = now
    post.save()

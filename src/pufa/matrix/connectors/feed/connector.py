"""Reads the feed of an account or site. See README.md beside this file."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from email.message import Message

from pufa.matrix import sameness
from pufa.matrix.calling import Answer, Caller
from pufa.matrix.connector import (
    Access,
    Field,
    Grant,
    Identity,
    Kind,
    Limits,
    Post,
    PostState,
    Published,
    Rendition,
)
from pufa.matrix.connectors.feed import payloads

ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"


class Feed:
    """One feed."""

    def __init__(self, access: Access) -> None:
        address = access.base_url or access.values["url"].strip()
        self._calls = Caller(replace(access, base_url=address), headers={"Accept": ACCEPT})

    def recent(self, *, since: datetime | None = None, most: int = 20) -> tuple[Post, ...]:
        """The feed's posts, the newest first where they have times."""
        _, posts = self._read()
        shown = [post for post in posts if since is None or post.at is None or post.at >= since]
        if all(post.at for post in shown):
            shown.sort(key=lambda post: post.at.timestamp() if post.at else 0, reverse=True)
        return tuple(shown[:most])

    def find(self, rendition: Rendition, *, key: str, since: datetime, known: Collection[str] = ()) -> Published | None:
        """A post that links to the piece or carries its title; feeds often show only a summary."""
        for post in self._read()[1]:
            is_old = post.at is not None and post.at < since - sameness.CLOCKS_DIFFER
            is_ours = sameness.is_same(rendition.title, post.title) or sameness.leads_to(rendition.link, post.text)
            if is_ours and not is_old and post.remote_id not in known:
                return Published(PostState.READY, post.remote_id, post.url, post.at)
        return None

    def test(self, *, now: datetime) -> Identity:
        """Whether there is a feed, and its title."""
        title, _ = self._read()
        return Identity(self._calls.base_url, title, self._calls.base_url)

    def refresh(self, *, now: datetime) -> Grant:
        """Nothing to renew."""
        return Grant({}, None)

    def _read(self) -> tuple[str, tuple[Post, ...]]:
        answer = self._calls.call("GET", "")
        return payloads.read(answer.body, charset=_charset(answer), address=self._calls.base_url)


def _charset(answer: Answer) -> str | None:
    message = Message()
    message["content-type"] = answer.headers.get("content-type", "text/xml")
    return message.get_content_charset()


KIND = Kind(
    name="feed",
    label="RSS or Atom feed (read-only)",
    label_zh="RSS / Atom 订阅源（只读）",
    fields=(Field("url", "Address of the feed", "订阅源网址", help="https://…", help_zh="以 https:// 开头"),),
    limits=Limits(forms=()),
    connector=Feed,
)

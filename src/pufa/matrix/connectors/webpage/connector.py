"""Reads the public page of an account. See README.md beside this file."""

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
from pufa.matrix.connectors.webpage import payloads


class Webpage:
    """One page."""

    def __init__(self, access: Access) -> None:
        address = access.base_url or access.values["url"].strip()
        headers = {"Accept": "text/html, application/xhtml+xml", "Accept-Language": "zh-CN, zh;q=0.9"}
        self._calls = Caller(replace(access, base_url=address), headers=headers)
        self._rule = payloads.Rule(access.values.get("within", ""), access.values.get("contains", "").strip())

    def recent(self, *, since: datetime | None = None, most: int = 20) -> tuple[Post, ...]:
        """The page's posts in its order; times are days, and only where the page shows them."""
        posts = self._read()[1]
        return tuple(post for post in posts if since is None or post.at is None or post.at >= since)[:most]

    def find(self, rendition: Rendition, *, key: str, since: datetime, known: Collection[str] = ()) -> Published | None:
        """A link with the piece's title."""
        found = sameness.pick(self._read()[1], title=rendition.title, text="", since=since, known=known)
        return Published(PostState.READY, found.remote_id, found.url, found.at) if found else None

    def test(self, *, now: datetime) -> Identity:
        """Whether the page is there and the rule finds its box."""
        title, _ = self._read()
        return Identity(self._calls.base_url, title, self._calls.base_url)

    def refresh(self, *, now: datetime) -> Grant:
        """Nothing to renew."""
        return Grant({}, None)

    def _read(self) -> tuple[str, tuple[Post, ...]]:
        answer = self._calls.call("GET", "")
        return payloads.read(answer.body, charset=_charset(answer), address=self._calls.base_url, rule=self._rule)


def _charset(answer: Answer) -> str | None:
    message = Message()
    message["content-type"] = answer.headers.get("content-type", "text/html")
    return message.get_content_charset()


KIND = Kind(
    name="webpage",
    label="Public web page (read-only)",
    label_zh="公开网页（只读）",
    fields=(
        Field("url", "Address of the page", "网页网址", help="https://…", help_zh="以 https:// 开头"),
        Field(
            "within",
            "Box of the list",
            "列表所在区域",
            is_required=False,
            help="id or class; empty: the whole page",
            help_zh="区域的 id 或 class，留空为整页",
        ),
        Field(
            "contains",
            "Part of the posts' addresses",
            "文章网址包含",
            is_required=False,
            help="empty: links within the site",
            help_zh="留空为本站链接",
        ),
    ),
    limits=Limits(forms=()),
    connector=Webpage,
)

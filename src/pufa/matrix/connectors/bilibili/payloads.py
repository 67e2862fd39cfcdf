"""What Bilibili is sent, how it is signed, and how its answers are read."""

import hashlib
import hmac
import html
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from pufa.matrix.calling import Answer, count_of, time_of, wait_of
from pufa.matrix.connector import (
    ConnectorError,
    ErrorKind,
    Post,
    PostFigures,
    PostState,
    Published,
    Rendition,
)

NO_ACCESS: Final = frozenset({-101, -401, -403, -658, 4002, 4003, 4004, 4009, 123, 127})
OVER_LIMIT: Final = frozenset({-412, -509, -799, 4290})
BUSY: Final = frozenset({-500, -502, -503, -504, 5000})
NOT_THERE: Final = frozenset({"-404", "10004"})
CHECK_AGAIN: Final = timedelta(minutes=3)
# addit_info.state of a video: 0 and 1 public; below 0 in work but for those refused or deleted
VIDEO_READY: Final = frozenset({0, 1})
VIDEO_REJECTED: Final = frozenset({-2, -3, -4, -5, -7, -16})
VIDEO_GONE: Final = frozenset({-100})
_PICTURE: Final = re.compile(r'src="media:([^"]+)"')


def signed(*, key: str, secret: str, body: bytes, nonce: str, moment: datetime) -> dict[str, str]:
    """The headers of a request, signed (interface version 2.0): MD5 of the JSON body, HMAC-SHA256 over the headers.

    `body` is empty for GET and for forms and files, whose content is not part of the signature.
    """
    headers = {
        "x-bili-accesskeyid": key,
        "x-bili-content-md5": hashlib.md5(body, usedforsecurity=False).hexdigest(),
        "x-bili-signature-method": "HMAC-SHA256",
        "x-bili-signature-nonce": nonce,
        "x-bili-signature-version": "2.0",
        "x-bili-timestamp": str(int(moment.timestamp())),
    }
    text = "\n".join(f"{name}:{value}" for name, value in sorted(headers.items()))
    return {**headers, "Authorization": hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()}


def judge(answer: Answer) -> ConnectorError | None:
    """Bilibili's error in an answer: `code` other than 0."""
    data = answer.record()
    code = data.get("code")
    if not isinstance(code, int) or code == 0:
        return None
    detail = str(data.get("message", ""))
    if code in BUSY:
        return ConnectorError(ErrorKind.RETRY, detail, code=str(code), is_uncertain=True)
    if code in OVER_LIMIT:
        return ConnectorError(ErrorKind.LIMIT, detail, code=str(code), retry_after=wait_of(answer.headers))
    kind = ErrorKind.RECONNECT if code in NO_ACCESS else ErrorKind.REJECTED
    return ConnectorError(kind, detail, code=str(code))


def body_of(rendition: Rendition, addresses: Mapping[str, str]) -> str:
    """The body of an article in HTML, with pictures at Bilibili's own addresses and the link to the source."""
    text = rendition.html or "".join(f"<p>{html.escape(line)}</p>" for line in rendition.text.splitlines() if line)
    body = _PICTURE.sub(lambda found: f'src="{html.escape(addresses.get(found.group(1), ""))}"', text)
    return body + (f"<p>原文：{html.escape(rendition.link)}</p>" if rendition.link else "")


def article_fields(rendition: Rendition, *, category: str, body: str, covers: list[str]) -> dict[str, str]:
    """The form of an article: template 4 with one cover, 5 without."""
    fields = {
        "title": rendition.title,
        "category": category,
        "template_id": "4" if covers else "5",
        "summary": rendition.summary or rendition.text[:200],
        "content": body,
        "original": "1",
        "tags": ",".join(rendition.tags),
    }
    return {**fields, "image_urls": ",".join(covers[:1])} if covers else fields


def video_fields(rendition: Rendition, *, category: int, cover: str) -> dict[str, Any]:
    """A video's description."""
    return {
        "title": rendition.title,
        "cover": cover,
        "tid": category,
        "no_reprint": 0,
        "desc": "\n".join(part for part in (rendition.text, rendition.link) if part),
        "tag": ",".join(rendition.tags) or "普法",
        "copyright": 1,
    }


def video_of(row: Mapping[str, Any]) -> Published:
    """A video of archive/view or viewlist as the state of a post."""
    found = row.get("addit_info")
    info: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    number = info.get("state")
    state = PostState.PENDING
    if number in VIDEO_READY:
        state = PostState.READY
    elif number in VIDEO_REJECTED:
        state = PostState.REJECTED
    elif number in VIDEO_GONE:
        state = PostState.GONE
    post = video_post(row)
    words = str(info.get("reject_reason") or info.get("state_desc") or "") if state is PostState.REJECTED else ""
    wait = CHECK_AGAIN if state is PostState.PENDING else None
    return Published(state, post.remote_id, post.url, post.at, words, wait)


def video_post(row: Mapping[str, Any]) -> Post:
    """A video as a post."""
    found = row.get("video_info")
    info: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    id = str(row.get("resource_id", ""))
    url = str(info.get("share_url") or f"https://www.bilibili.com/video/{id}")
    return Post(f"video:{id}", url, str(row.get("title", "")), str(row.get("desc", "")), time_of(row.get("ctime")))


def article_of(row: Mapping[str, Any], web: str, *, is_passed: bool, is_refused: bool) -> Published:
    """An article as the state of a post; the groups of article/list say which passed and which did not."""
    post = article_post(row, web)
    state = PostState.READY if is_passed else PostState.REJECTED if is_refused else PostState.PENDING
    words = str(row.get("reason") or "") if is_refused else ""
    return Published(state, post.remote_id, post.url, post.at, words, None if is_passed else CHECK_AGAIN)


def article_post(row: Mapping[str, Any], web: str) -> Post:
    """An article as a post; the list shows its summary at most, so only the title can be compared."""
    id = str(row.get("id", ""))
    at = time_of(row.get("ctime")) or time_of(row.get("publish_time"))
    return Post(f"article:{id}", web.format(id=id), str(row.get("title", "")), "", at)


def figures_of(counts: Mapping[str, Any], remote_id: str, day: date) -> PostFigures:
    """Totals of a video or article."""
    return PostFigures(
        remote_id,
        day,
        is_total=True,
        reads=count_of(counts.get("view")),
        likes=count_of(counts.get("like")),
        comments=count_of(counts.get("reply")),
        shares=count_of(counts.get("share")),
        favourites=count_of(counts.get("favorite")),
    )

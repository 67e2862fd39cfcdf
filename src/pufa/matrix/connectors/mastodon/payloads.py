"""What Mastodon is sent and how its answers are read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pufa.matrix.calling import Answer, count_of, wait_of
from pufa.matrix.connector import (
    ConnectorError,
    ErrorKind,
    Post,
    PostFigures,
    PostState,
    Published,
    Rendition,
)


def text_of(rendition: Rendition) -> str:
    """The words of a status: text, link, tags."""
    tags = " ".join(f"#{tag}" for tag in rendition.tags)
    return "\n\n".join(part for part in (rendition.text.strip(), rendition.link, tags) if part)


def judge(answer: Answer) -> ConnectorError | None:
    """Mastodon's own words for a refusal; None where the status says enough."""
    said = answer.record().get("error")
    if answer.status < 400 or not isinstance(said, str):
        return None
    code = str(answer.status)
    if answer.status in {401, 403}:
        return ConnectorError(ErrorKind.RECONNECT, said, code=code)
    if answer.status == 429:
        return ConnectorError(ErrorKind.LIMIT, said, code=code, retry_after=wait_of(answer.headers))
    return ConnectorError(ErrorKind.REJECTED, said, code=code) if answer.status < 500 else None


def published(status: Mapping[str, Any]) -> Published:
    """A status as the answer to a publication."""
    post = post_of(status)
    return Published(PostState.READY, post.remote_id, post.url, post.at)


def post_of(status: Mapping[str, Any]) -> Post:
    """A status as a post; its text is HTML."""
    return Post(
        str(status.get("id", "")),
        str(status.get("url") or status.get("uri") or ""),
        "",
        str(status.get("content", "")),
        moment(status.get("created_at")),
    )


def figures_of(status: Mapping[str, Any], day: date) -> PostFigures:
    """Totals of a status; Mastodon counts no reads."""
    return PostFigures(
        str(status.get("id", "")),
        day,
        is_total=True,
        likes=count_of(status.get("favourites_count")),
        comments=count_of(status.get("replies_count")),
        shares=count_of(status.get("reblogs_count")),
    )


def moment(text: object) -> datetime | None:
    """A time in ISO 8601; None if it is none."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)

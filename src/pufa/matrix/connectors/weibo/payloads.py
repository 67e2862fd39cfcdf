"""What Weibo is sent and how its answers and error codes are read."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

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

# open.weibo.com/wiki/Error_code
BUSY: Final = frozenset({10001, 10002, 10003, 10009, 10010, 10011})
OVER_LIMIT: Final = frozenset({10022, 10023, 10024, 20016})
TOKEN_OR_RIGHTS: Final = frozenset({10005, 10006, 10013, 10014, 20003, *range(21301, 21328), 21332})
NOT_THERE: Final = frozenset({"20101"})
REPEATED: Final = frozenset({"20017", "20019"})
AN_HOUR: Final = timedelta(hours=1)
TIME_FORM: Final = "%a %b %d %H:%M:%S %z %Y"
_TOPIC: Final = re.compile(r"#([^#\n]{1,60})#")


def text_of(rendition: Rendition) -> str:
    """The text and the link. The interface refuses topics between two #, so their marks go."""
    text = _TOPIC.sub(r"\1", rendition.text.strip()).replace("#", "")
    return f"{text} {rendition.link}".strip()


def judge(answer: Answer) -> ConnectorError | None:
    """Weibo's error in an answer: `error_code` and `error`, whatever the status."""
    data = answer.record()
    try:
        code = int(data["error_code"])
    except (KeyError, TypeError, ValueError):
        return None
    detail = str(data.get("error", ""))
    if code in BUSY:
        return ConnectorError(ErrorKind.RETRY, detail, code=str(code), is_uncertain=True)
    if code in OVER_LIMIT:
        return ConnectorError(ErrorKind.LIMIT, detail, code=str(code), retry_after=wait_of(answer.headers) or AN_HOUR)
    kind = ErrorKind.RECONNECT if code in TOKEN_OR_RIGHTS else ErrorKind.REJECTED
    return ConnectorError(kind, detail, code=str(code))


def published(status: Mapping[str, Any], web: str) -> Published:
    """A status as the answer to a publication."""
    post = post_of(status, web)
    return Published(PostState.READY, post.remote_id, post.url, post.at)


def post_of(status: Mapping[str, Any], web: str) -> Post:
    """A status as a post; `web` is where people see it, with {uid} and {id} to be filled in."""
    id = str(status.get("idstr") or status.get("id") or "")
    user = status.get("user")
    uid = str(user.get("idstr") or user.get("id") or "") if isinstance(user, Mapping) else str(status.get("uid", ""))
    return Post(id, web.format(uid=uid, id=id), "", str(status.get("text", "")), moment(status.get("created_at")))


def figures_of(row: Mapping[str, Any], day: date) -> PostFigures:
    """Totals of a status as statuses/count gives them; reads are not told."""
    return PostFigures(
        str(row.get("id", "")),
        day,
        is_total=True,
        likes=count_of(row.get("attitudes")),
        comments=count_of(row.get("comments")),
        shares=count_of(row.get("reposts")),
    )


def moment(text: object) -> datetime | None:
    """A time as Weibo writes it: Tue May 31 17:46:55 +0800 2011."""
    try:
        return datetime.strptime(str(text), TIME_FORM).astimezone(UTC)
    except ValueError:
        return None

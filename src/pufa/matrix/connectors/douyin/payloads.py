"""What Douyin is sent and how its answers and error codes are read."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from pufa.matrix.calling import Answer, count_of, time_of
from pufa.matrix.connector import (
    ConnectorError,
    ErrorKind,
    Post,
    PostFigures,
    PostState,
    Published,
    Rendition,
)

BUSY: Final = frozenset({10001, 2100001, 2100004, 28001005, 28001006})
OVER_LIMIT: Final = frozenset({10020, 2114007, 2118110, 2190001, 28003017})
NO_ACCESS: Final = frozenset({
    10003, 10007, 10008, 10010, 10013, 10014, 2190002, 2190003, 2190004, 2190008, 2190015, 2190016, 28001003, 28001008,
    28001014, 28001016, 28001018, 28001019, 29002002,
})  # fmt: skip
CHECK_AGAIN: Final = timedelta(minutes=2)
# video_status of a work: 1 is split into 5, 6, 7; 2 not fit for the public; 4 in review; 5 public; 6 friends; 7 private
STATES: Final = {
    1: PostState.READY,
    2: PostState.REJECTED,
    4: PostState.PENDING,
    5: PostState.READY,
    6: PostState.READY,
    7: PostState.REJECTED,
}
WORDS: Final = {2: "不适宜公开", 7: "仅自己可见"}


def text_of(rendition: Rendition) -> str:
    """The caption: title, text and topics; Douyin makes no links of addresses, so none is put in."""
    title = rendition.title.strip()
    text = rendition.text.strip()
    parts = [text] if text.startswith(title) else [title, text]
    tags = " ".join(f"#{tag}" for tag in rendition.tags)
    return "\n".join(part for part in (*parts, tags) if part)


def judge(answer: Answer) -> ConnectorError | None:
    """Douyin's error in an answer: `error_code` in `data` or `extra`, with status 200."""
    record = answer.record()
    for name in ("data", "extra"):
        part = record.get(name)
        if isinstance(part, Mapping) and (code := _number(part.get("error_code"))):
            return _error(code, str(part.get("description") or ""))
    if code := _number(record.get("err_no")):
        return _error(code, str(record.get("err_msg") or ""))
    return None


def work_of(row: Mapping[str, Any]) -> Published:
    """A row of video_data or video_list as the state of a post."""
    number = _number(row.get("video_status"))
    state = STATES.get(number, PostState.PENDING)
    wait = CHECK_AGAIN if state is PostState.PENDING else None
    post = post_of(row)
    return Published(state, post.remote_id, post.url, post.at, WORDS.get(number, ""), wait)


def post_of(row: Mapping[str, Any]) -> Post:
    """A row of video_list as a post; the caption is called title there."""
    return Post(
        str(row.get("item_id", "")),
        str(row.get("share_url", "")),
        "",
        str(row.get("title", "")),
        time_of(row.get("create_time")),
    )


def figures_of(row: Mapping[str, Any], day: date) -> PostFigures:
    """Totals of a work."""
    found = row.get("statistics")
    counts: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    return PostFigures(
        str(row.get("item_id", "")),
        day,
        is_total=True,
        reads=count_of(counts.get("play_count")),
        likes=count_of(counts.get("digg_count")),
        comments=count_of(counts.get("comment_count")),
        shares=count_of(counts.get("share_count")),
    )


def _error(code: int, detail: str) -> ConnectorError:
    if code in BUSY:
        return ConnectorError(ErrorKind.RETRY, detail, code=str(code), is_uncertain=True)
    if code in OVER_LIMIT:
        return ConnectorError(ErrorKind.LIMIT, detail, code=str(code))
    kind = ErrorKind.RECONNECT if code in NO_ACCESS else ErrorKind.REJECTED
    return ConnectorError(kind, detail, code=str(code))


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isdigit() else 0

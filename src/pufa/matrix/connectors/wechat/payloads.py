"""What WeChat is sent and how its answers and error codes are read."""

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from pufa.matrix import sameness
from pufa.matrix.calling import Answer, count_of, time_of, wanted
from pufa.matrix.connector import (
    AccountFigures,
    ConnectorError,
    ErrorKind,
    Post,
    PostFigures,
    PostState,
    Published,
    Rendition,
)

# developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
TOKEN: Final = frozenset({40001, 40014, 42001})  # a token that ended or was replaced: fetch another, once
NO_ACCESS: Final = frozenset({
    *TOKEN, 40002, 40013, 40125, 40164, 41001, 41002, 41004, 42007, 48001, 48004, 48006, 50001, 50002, 61024, 89503,
})  # fmt: skip
OVER_LIMIT: Final = frozenset({45009, 45011, 45028, 45047, 45065})
PER_MINUTE: Final = frozenset({45011})
BUSY: Final = frozenset({-1})
NO_ARTICLE: Final = frozenset({"53600"})
NO_DRAFT: Final = frozenset({"40007"})
CHECK_AGAIN: Final = timedelta(seconds=30)
_PICTURE: Final = re.compile(r'src="media:([^"]+)"')
# States of freepublish/get
STATES: Final = {
    0: PostState.READY,
    1: PostState.PENDING,
    2: PostState.REJECTED,
    3: PostState.REJECTED,
    4: PostState.REJECTED,
    5: PostState.GONE,
    6: PostState.REJECTED,
}
WORDS: Final = {
    2: "原创声明审核不通过",
    3: "发布失败",
    4: "平台审核不通过",
    6: "发布后被系统封禁",
}  # fmt: skip


def judge(answer: Answer) -> ConnectorError | None:
    """WeChat's error in an answer: `errcode` other than 0, with status 200."""
    data = answer.record()
    code = data.get("errcode")
    if not isinstance(code, int) or code == 0:
        return None
    detail = str(data.get("errmsg", ""))
    if code in BUSY:
        return ConnectorError(ErrorKind.RETRY, detail, code=str(code), is_uncertain=True)
    if code in OVER_LIMIT:
        wait = timedelta(minutes=1) if code in PER_MINUTE else None
        return ConnectorError(ErrorKind.LIMIT, detail, code=str(code), retry_after=wait)
    return ConnectorError(ErrorKind.RECONNECT if code in NO_ACCESS else ErrorKind.REJECTED, detail, code=str(code))


def body_of(rendition: Rendition, addresses: Mapping[str, str]) -> str:
    """The body in HTML with pictures at WeChat's own addresses; pictures nobody placed follow at the end."""
    text = rendition.html or "".join(f"<p>{html.escape(line)}</p>" for line in rendition.text.splitlines() if line)
    placed = set(_PICTURE.findall(text))
    body = _PICTURE.sub(lambda found: f'src="{html.escape(addresses.get(found.group(1), ""))}"', text)
    rest = [address for name, address in addresses.items() if name not in placed]
    return body + "".join(f'<p><img src="{html.escape(address)}"></p>' for address in rest)


def article_of(rendition: Rendition, *, key: str, body: str, cover: str) -> dict[str, Any]:
    """An article for the draft box; the mark of the key stands behind # in the link to the source."""
    return {
        "article_type": "news",
        "title": rendition.title,
        "author": rendition.author,
        "digest": rendition.summary,
        "content": body,
        "content_source_url": sameness.marked(rendition.link, key),
        "thumb_media_id": cover,
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
    }


def first_article(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first article of a draft or publication; empty if there is none."""
    content = item.get("content")
    articles = content.get("news_item") if isinstance(content, Mapping) else None
    found = articles[0] if isinstance(articles, list) and articles else {}
    return found if isinstance(found, Mapping) else {}


def post_of(item: Mapping[str, Any]) -> Post:
    """A publication as a post."""
    article = first_article(item)
    return Post(
        article_id(str(item.get("article_id", ""))),
        str(article.get("url", "")),
        str(article.get("title", "")),
        str(article.get("content", "")),
        time_of(item.get("update_time")),
    )


def article_id(id: str) -> str:
    """Our name of an article, told apart from that of a submission."""
    return f"article:{id}"


def publish_id(answer: Mapping[str, Any]) -> str:
    """The id of a submission, which WeChat gives as text or as a number. Raises ConnectorError, uncertain."""
    found = answer.get("publish_id")
    return str(found) if isinstance(found, int) else wanted(answer, "publish_id", kind=str, is_write=True)


def progress(answer: Mapping[str, Any], *, publish_id: str) -> Published:
    """What freepublish/get says of a submission."""
    number = answer.get("publish_status")
    state = STATES.get(number, PostState.PENDING) if isinstance(number, int) else PostState.PENDING
    if state is not PostState.READY:
        wait = CHECK_AGAIN if state is PostState.PENDING else None
        words = WORDS.get(number, "") if isinstance(number, int) else ""
        return Published(state, f"publish:{publish_id}", detail=words, check_after=wait)
    detail = answer.get("article_detail")
    items = detail.get("item") if isinstance(detail, Mapping) else None
    address = str(items[0].get("article_url", "")) if isinstance(items, list) and items else ""
    return Published(PostState.READY, article_id(str(answer.get("article_id", ""))), address)


def account_figures(day: date, changes: list[Mapping[str, Any]], totals: list[Mapping[str, Any]]) -> AccountFigures:
    """Followers of a day from getusercumulate, new and lost ones from getusersummary (a row for each source)."""
    return AccountFigures(
        day,
        next((count_of(row.get("cumulate_user")) for row in totals), None),
        sum(count_of(row.get("new_user")) or 0 for row in changes) if changes else None,
        sum(count_of(row.get("cancel_user")) or 0 for row in changes) if changes else None,
    )


def figures_of(row: Mapping[str, Any], remote_id: str, day: date) -> PostFigures:
    """One row of getarticlesummary: what one article got on one day."""
    return PostFigures(
        remote_id,
        day,
        is_total=False,
        reads=count_of(row.get("int_page_read_count")),
        shares=count_of(row.get("share_count")),
        favourites=count_of(row.get("add_to_fav_count")),
    )


def by_title(posts: Iterable[Post]) -> dict[str, str]:
    """Remote ids by title, leaving out titles that two posts share."""
    found: dict[str, str] = {}
    shared = set()
    for post in posts:
        if post.title in found:
            shared.add(post.title)
        found[post.title] = post.remote_id
    return {title: id for title, id in found.items() if title not in shared}

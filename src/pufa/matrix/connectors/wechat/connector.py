"""Publishes articles of one WeChat official account. See README.md beside this file."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pufa.matrix import sameness
from pufa.matrix.calling import Caller, rows_of, wanted
from pufa.matrix.connector import (
    Access,
    AccountFigures,
    ConnectorError,
    ErrorKind,
    Field,
    Form,
    FormLimits,
    Grant,
    Identity,
    Kind,
    Limits,
    Post,
    PostFigures,
    PostState,
    Published,
    Rendition,
)
from pufa.matrix.connectors.wechat import payloads

PAGE = 20  # the most rows batchget gives
MOST_PAGES = 5


class WeChat:
    """One official account."""

    def __init__(self, access: Access) -> None:
        self._appid = access.values["appid"].strip()
        self._secret = access.values["secret"].strip()
        self._token = ""
        self._calls = Caller(access, judge=payloads.judge)

    def publish(self, rendition: Rendition, *, key: str) -> Published:
        """Puts the article into the draft box, unless a draft of this key is there, and submits it: pending."""
        if not rendition.pictures:
            raise ConnectorError(ErrorKind.REJECTED, "an article needs a cover picture", code="no_cover")
        draft = self._draft_of(key) if rendition.link else ""
        if not draft:
            cover, *rest = rendition.pictures
            media_id = self._upload_cover(cover.name, cover.read(), cover.content_type)
            addresses = {item.name: self._upload_picture(item.name, item.read(), item.content_type) for item in rest}
            if f"media:{cover.name}" in rendition.html:
                addresses[cover.name] = self._upload_picture(cover.name, cover.read(), cover.content_type)
            body = payloads.body_of(rendition, addresses)
            article = payloads.article_of(rendition, key=key, body=body, cover=media_id)
            draft = wanted(self._post("/cgi-bin/draft/add", {"articles": [article]}), "media_id", kind=str)
        answer = self._post("/cgi-bin/freepublish/submit", {"media_id": draft}, is_write=True)
        remote_id = f"publish:{payloads.publish_id(answer)}"
        return Published(PostState.PENDING, remote_id, check_after=payloads.CHECK_AGAIN)

    def status(self, remote_id: str) -> Published:
        """Asks after a submission, or whether an article is still there."""
        what, _, id = remote_id.partition(":")
        if what == "publish":
            answer = self._post("/cgi-bin/freepublish/get", {"publish_id": id})
            return payloads.progress(answer, publish_id=id)
        try:
            answer = self._post("/cgi-bin/freepublish/getarticle", {"article_id": id})
        except ConnectorError as error:
            if error.code in payloads.NO_ARTICLE:
                return Published(PostState.GONE, remote_id)
            raise
        article = payloads.first_article({"content": answer})
        state = PostState.GONE if article.get("is_deleted") else PostState.READY
        return Published(state, remote_id, str(article.get("url", "")))

    def find(self, rendition: Rendition, *, key: str, since: datetime, known: Collection[str] = ()) -> Published | None:
        """A publication with the mark of this key, or without any mark and with the same title and words."""
        mark = sameness.mark(key)
        unmarked = []
        for item in self._published():
            article = payloads.first_article(item)
            post = payloads.post_of(item)
            there = sameness.mark_in(str(article.get("content_source_url", "")))
            if article.get("is_deleted") or post.remote_id in known:
                continue
            if there == mark:
                return Published(PostState.READY, post.remote_id, post.url, post.at)
            if not there:
                unmarked.append(post)
        found = sameness.pick(unmarked, text=rendition.html or rendition.text, title=rendition.title, since=since)
        return Published(PostState.READY, found.remote_id, found.url, found.at) if found else None

    def withdraw(self, remote_id: str) -> Published:
        """Deletes an article; one already gone is fine. A submission WeChat still works on is to be tried later."""
        what, _, id = remote_id.partition(":")
        if what == "publish":
            now = self.status(remote_id)
            if now.state is PostState.PENDING:
                wait = timedelta(minutes=1)
                raise ConnectorError(ErrorKind.RETRY, "WeChat still publishes it", code="pending", retry_after=wait)
            if now.state is not PostState.READY:
                return Published(PostState.GONE, remote_id)
            id = now.remote_id.removeprefix("article:")
        try:
            self._post("/cgi-bin/freepublish/delete", {"article_id": id, "index": 0})
        except ConnectorError as error:
            if error.code not in payloads.NO_ARTICLE:
                raise
        return Published(PostState.GONE, remote_id)

    def recent(self, *, since: datetime | None = None, most: int = 20) -> tuple[Post, ...]:
        """The newest publications."""
        found: list[Post] = []
        for item in self._published():
            post = payloads.post_of(item)
            if len(found) == most or (since and post.at and post.at < since):
                break
            if not payloads.first_article(item).get("is_deleted"):
                found.append(post)
        return tuple(found)

    def measure_account(self, *, day: date) -> AccountFigures:
        """Followers at the end of a day; WeChat knows yesterday from 8 o'clock on."""
        span = {"begin_date": day.isoformat(), "end_date": day.isoformat()}
        changes = rows_of(self._post("/datacube/getusersummary", span), "list")
        totals = rows_of(self._post("/datacube/getusercumulate", span), "list")
        return payloads.account_figures(day, changes, totals)

    def measure_posts(self, *, day: date, remote_ids: Collection[str] = ()) -> tuple[PostFigures, ...]:
        """What articles got on one day. WeChat's rows go by the message's id; those of our articles by their titles."""
        span = {"begin_date": day.isoformat(), "end_date": day.isoformat()}
        rows = rows_of(self._post("/datacube/getarticlesummary", span), "list")
        ids = payloads.by_title(self.recent(most=PAGE * MOST_PAGES)) if rows else {}
        found = []
        for row in rows:
            remote_id = ids.get(str(row.get("title", "")), f"message:{row.get('msgid', '')}")
            if not remote_ids or remote_id in remote_ids:
                found.append(payloads.figures_of(row, remote_id, day))
        return tuple(found)

    def test(self, *, now: datetime) -> Identity:
        """Whether AppID and secret are good, this server is on the list of addresses, and publishing is permitted."""
        self._post("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 1, "no_content": 1})
        return Identity(self._appid, "")

    def refresh(self, *, now: datetime) -> Grant:
        """Nothing to keep: a token is fetched for each piece of work; AppID and secret do not expire."""
        self._fetch_token()
        return Grant({}, None)

    def _published(self) -> Iterator[Mapping[str, Any]]:
        for page in range(MOST_PAGES):
            query = {"offset": page * PAGE, "count": PAGE, "no_content": 0}
            items = rows_of(self._post("/cgi-bin/freepublish/batchget", query), "item")
            yield from items
            if len(items) < PAGE:
                return

    def _draft_of(self, key: str) -> str:
        """The draft an earlier try left behind; empty if there is none."""
        mark = sameness.mark(key)
        query = {"offset": 0, "count": PAGE, "no_content": 1}
        for item in rows_of(self._post("/cgi-bin/draft/batchget", query), "item"):
            if sameness.mark_in(str(payloads.first_article(item).get("content_source_url", ""))) == mark:
                return str(item.get("media_id", ""))
        return ""

    def _upload_cover(self, name: str, data: bytes, content_type: str) -> str:
        files = [("media", (name, data, content_type))]
        answer = self._call("POST", "/cgi-bin/material/add_material", query={"type": "image"}, files=files)
        return wanted(answer, "media_id", kind=str)

    def _upload_picture(self, name: str, data: bytes, content_type: str) -> str:
        answer = self._call("POST", "/cgi-bin/media/uploadimg", files=[("media", (name, data, content_type))])
        return wanted(answer, "url", kind=str)

    def _post(self, path: str, data: dict[str, Any], *, is_write: bool = False) -> dict[str, Any]:
        return self._call("POST", path, data=data, is_write=is_write)

    def _call(self, method: str, path: str, *, query: dict[str, str] | None = None, **how: Any) -> dict[str, Any]:
        """One call with a token; one that ended meanwhile is replaced once, because WeChat refused before acting."""
        if not self._token:
            self._fetch_token()
        try:
            return self._calls.read(method, path, query={"access_token": self._token, **(query or {})}, **how)
        except ConnectorError as error:
            if error.code not in {str(code) for code in payloads.TOKEN}:
                raise
        self._fetch_token()
        return self._calls.read(method, path, query={"access_token": self._token, **(query or {})}, **how)

    def _fetch_token(self) -> None:
        data = {"grant_type": "client_credential", "appid": self._appid, "secret": self._secret}
        self._token = wanted(self._calls.read("POST", "/cgi-bin/stable_token", data=data), "access_token", kind=str)
        self._calls.hide(self._token)


KIND = Kind(
    name="wechat",
    label="WeChat official account",
    label_zh="微信公众号",
    fields=(
        Field("appid", "AppID", "开发者 ID（AppID）"),
        Field(
            "secret",
            "AppSecret",
            "开发者密码（AppSecret）",
            is_secret=True,
            help="put this server's address on the account's list",
            help_zh="并在公众平台把本服务器地址加入 IP 白名单",
        ),
    ),
    limits=Limits(
        forms=(
            FormLimits(
                Form.ARTICLE,
                title=32,
                is_title_needed=True,
                summary=128,
                author=16,
                text=19_999,
                html_bytes=1024 * 1024 - 1,
                pictures=(1, 20),
                picture_bytes=1024 * 1024 - 1,
            ),
        ),
        settle=timedelta(minutes=30),
    ),
    connector=WeChat,
    base_url="https://api.weixin.qq.com",
)

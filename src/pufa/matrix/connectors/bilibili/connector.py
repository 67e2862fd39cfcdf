"""Posts articles and videos of one Bilibili account through the open platform. See README.md beside this file."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any
from uuid import uuid4

from pufa.matrix import sameness
from pufa.matrix.calling import Caller, time_of, wanted
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
    Media,
    Post,
    PostFigures,
    PostState,
    Published,
    Rendition,
)
from pufa.matrix.connectors.bilibili import payloads

BASE = "https://member.bilibili.com"
UPLOADS = "https://openupos.bilivideo.com"
WEB = "https://www.bilibili.com/read/cv{id}"
TOKENS = "https://api.bilibili.com"
PAGE = 50
SINGLE_BYTES = 100 * 1024 * 1024
PART_BYTES = 8 * 1024 * 1024
FN = "/arcopen/fn"


class Bilibili:
    """One account."""

    def __init__(self, access: Access) -> None:
        self._values = access.values
        if not (access.values["article_category"].strip() + access.values["video_category"].strip()).isdigit():
            raise ConnectorError(ErrorKind.RECONNECT, "categories are numbers", code="bad_value")
        is_own = access.base_url == BASE
        self._uploads = UPLOADS if is_own else access.base_url
        self._web = WEB if is_own else f"{access.base_url}/p/{{id}}"
        self._tokens = TOKENS if is_own else access.base_url
        self._calls = Caller(access, judge=payloads.judge)

    def publish(self, rendition: Rendition, *, key: str) -> Published:
        """Uploads and submits: pending until Bilibili reviewed it. Bilibili knows no keys."""
        if rendition.form is Form.VIDEO and rendition.video:
            return self._publish_video(rendition, rendition.video)
        addresses = {item.name: self._upload_picture("/article/upload/image", item) for item in rendition.pictures}
        fields = payloads.article_fields(
            rendition,
            category=self._values["article_category"],
            body=payloads.body_of(rendition, addresses),
            covers=list(addresses.values()),
        )
        answer = self._form(f"{FN}/article/add", fields, is_write=True)
        id = wanted(answer, "data", "id", kind=int, is_write=True)
        return Published(PostState.PENDING, f"article:{id}", check_after=payloads.CHECK_AGAIN)

    def status(self, remote_id: str) -> Published:
        """Where a video or article stands."""
        what, _, id = remote_id.partition(":")
        if what == "article":
            found = [item for item in _article_states(self._article_rows(), self._web) if item.remote_id == remote_id]
            return found[0] if found else Published(PostState.GONE, remote_id)
        try:
            row = wanted(self._get(f"{FN}/archive/view", resource_id=id), "data", kind=dict)
        except ConnectorError as error:
            if error.code in payloads.NOT_THERE:
                return Published(PostState.GONE, remote_id)
            raise
        return payloads.video_of(row)

    def find(self, rendition: Rendition, *, key: str, since: datetime, known: Collection[str] = ()) -> Published | None:
        """The account's own video with this title and description, or article with this title."""
        if rendition.form is Form.VIDEO:
            rows = self._videos()
            states = {state.remote_id: state for state in map(payloads.video_of, rows)}
            posts = [payloads.video_post(row) for row in rows]
            text = payloads.video_fields(rendition, category=0, cover="")["desc"]
        else:
            groups = self._article_rows()
            states = {state.remote_id: state for state in _article_states(groups, self._web)}
            posts = [payloads.article_post(row, self._web) for row in chain(*groups.values())]
            text = ""
        found = sameness.pick(posts, title=rendition.title, text=text, since=since, known=known)
        state = states.get(found.remote_id) if found else None
        return None if state is None or state.state is PostState.GONE else state

    def withdraw(self, remote_id: str) -> Published:
        """Deletes a video or article; one already gone is fine."""
        what, _, id = remote_id.partition(":")
        try:
            if what == "article":
                self._form(f"{FN}/article/delete", {"ids": id})
            else:
                self._json(f"{FN}/archive/delete", {"resource_id": id})
        except ConnectorError as error:
            if error.code not in payloads.NOT_THERE:
                raise
        return Published(PostState.GONE, remote_id)

    def recent(self, *, since: datetime | None = None, most: int = 20) -> tuple[Post, ...]:
        """The newest public videos and articles."""
        posts = [payloads.video_post(row) for row in self._videos("pubed")]
        posts += [payloads.article_post(row, self._web) for row in self._article_rows()["passed"]]
        shown = [post for post in posts if since is None or post.at is None or post.at >= since]
        return tuple(sorted(shown, key=lambda post: post.at or datetime.max.replace(tzinfo=UTC), reverse=True)[:most])

    def measure_account(self, *, day: date) -> AccountFigures:
        """Followers now."""
        return AccountFigures(day, wanted(self._get(f"{FN}/data/user/stat"), "data", "follower", kind=int))

    def measure_posts(self, *, day: date, remote_ids: Collection[str] = ()) -> tuple[PostFigures, ...]:
        """Totals now of these, or of the newest."""
        found = []
        for remote_id in list(remote_ids) or [post.remote_id for post in self.recent()]:
            what, _, id = remote_id.partition(":")
            try:
                counts = self._article_counts(id) if what == "article" else self._video_counts(id)
            except ConnectorError as error:
                if error.code not in payloads.NOT_THERE:
                    raise
            else:
                found.append(payloads.figures_of(counts, remote_id, day))
        return tuple(found)

    def test(self, *, now: datetime) -> Identity:
        """Whose token it is."""
        data = wanted(self._get(f"{FN}/user/account/info"), "data", kind=dict)
        return Identity(wanted(data, "openid", kind=str), str(data.get("name", "")))

    def refresh(self, *, now: datetime) -> Grant:
        """A new access token and a new refresh token; the old ones end."""
        if not self._values.get("refresh_token"):
            raise ConnectorError(ErrorKind.RECONNECT, "no refresh token was entered", code="no_refresh")
        form = {
            "client_id": self._values["client_id"],
            "client_secret": self._values["client_secret"],
            "grant_type": "refresh_token",
            "refresh_token": self._values["refresh_token"],
        }
        answer = self._calls.read("POST", f"{self._tokens}/x/account-oauth2/v1/refresh_token", form=form)
        data = wanted(answer, "data", kind=dict)
        values = {name: wanted(data, name, kind=str) for name in ("access_token", "refresh_token")}
        self._calls.hide(*values.values())
        return Grant(values, time_of(data.get("expires_in")))

    def _publish_video(self, rendition: Rendition, video: Media) -> Published:
        token = self._upload_video(video)
        cover = self._upload_picture("/archive/cover/upload", rendition.pictures[0]) if rendition.pictures else ""
        fields = payloads.video_fields(rendition, category=int(self._values["video_category"]), cover=cover)
        path = f"{FN}/archive/add-by-utoken"
        answer = self._json(path, fields, is_write=True, query={"upload_token": token})
        id = wanted(answer, "data", "resource_id", kind=str, is_write=True)
        return Published(PostState.PENDING, f"video:{id}", check_after=payloads.CHECK_AGAIN)

    def _upload_video(self, item: Media) -> str:
        """The token of an uploaded file, whole up to 100 MB, otherwise in parts of 8 MB."""
        is_small = item.size <= SINGLE_BYTES
        start = self._json(f"{FN}/archive/video/init", {"name": item.name, "utype": "1" if is_small else "0"})
        token = wanted(start, "data", "upload_token", kind=str)
        self._calls.hide(token)
        with item.open() as file:
            if is_small:
                self._send(f"{self._uploads}/video/v2/upload", file.read(), upload_token=token)
                return token
            number = 1
            while part := file.read(PART_BYTES):
                self._send(f"{self._uploads}/video/v2/part/upload", part, upload_token=token, part_number=number)
                number += 1
        self._calls.read(
            "POST", f"{FN}/archive/video/complete", query={"upload_token": token}, headers=self._signed(b"")
        )
        return token

    def _upload_picture(self, path: str, item: Media) -> str:
        files = [("file", (item.name, item.open(), item.content_type))]
        answer = self._calls.read("POST", f"{FN}{path}", files=files, headers=self._signed(b""))
        return wanted(answer, "data", "url", kind=str)

    def _videos(self, status: str = "all") -> list[Mapping[str, Any]]:
        answer = self._get(f"{FN}/archive/viewlist", pn=1, ps=PAGE, status=status)
        return [row for row in wanted(answer, "data", "list", kind=list) if isinstance(row, dict)]

    def _article_rows(self) -> dict[str, list[Mapping[str, Any]]]:
        """Articles in review, passed and refused."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for name, group in (("working", 1), ("passed", 2), ("refused", 3)):
            data = wanted(self._get(f"{FN}/article/list", pn=1, ps=PAGE, sort=1, group=group), "data", kind=dict)
            rows = data.get("list", data.get("articles"))
            found[name] = [row for row in rows or [] if isinstance(row, dict)]
        return found

    def _video_counts(self, id: str) -> Mapping[str, Any]:
        return wanted(self._get(f"{FN}/data/arc/stat", resource_id=id), "data", kind=dict)

    def _article_counts(self, id: str) -> Mapping[str, Any]:
        rows = wanted(self._get(f"{FN}/data/art/stat", ids=id), "data", "list", kind=list)
        stats = rows[0].get("stats") if rows and isinstance(rows[0], dict) else None
        return stats if isinstance(stats, dict) else {}

    def _get(self, path: str, **query: str | int) -> dict[str, Any]:
        return self._calls.read("GET", path, query=query, headers=self._signed(b""))

    def _form(self, path: str, fields: Mapping[str, str], *, is_write: bool = False) -> dict[str, Any]:
        """A multipart form without files: every field is a part."""
        files = [(name, (None, value, None)) for name, value in fields.items()]
        return self._calls.read("POST", path, files=files, headers=self._signed(b""), is_write=is_write)

    def _json(
        self, path: str, data: Any, *, is_write: bool = False, query: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        body = json.dumps(data, ensure_ascii=False).encode()
        headers = {**self._signed(body), "Content-Type": "application/json"}
        return self._calls.read("POST", path, content=body, headers=headers, query=query, is_write=is_write)

    def _send(self, path: str, data: bytes, **query: str | int) -> dict[str, Any]:
        return self._calls.read("POST", path, content=data, query=query, headers=self._signed(b""))

    def _signed(self, body: bytes) -> dict[str, str]:
        headers = payloads.signed(
            key=self._values["client_id"].strip(),
            secret=self._values["client_secret"].strip(),
            body=body,
            nonce=uuid4().hex,
            moment=datetime.now(UTC),
        )
        return {**headers, "access-token": self._values["access_token"].strip()}


def _article_states(groups: Mapping[str, list[Mapping[str, Any]]], web: str) -> list[Published]:
    return [
        payloads.article_of(row, web, is_passed=name == "passed", is_refused=name == "refused")
        for name, rows in groups.items()
        for row in rows
    ]


KIND = Kind(
    name="bilibili",
    label="Bilibili",
    label_zh="哔哩哔哩",
    fields=(
        Field("client_id", "client_id of the app", "应用的 client_id"),
        Field("client_secret", "App secret", "应用密钥", is_secret=True),
        Field("access_token", "Access token", "访问令牌", is_secret=True),
        Field("refresh_token", "Refresh token", "刷新令牌", is_secret=True, is_required=False),
        Field("article_category", "Category of articles (number)", "专栏分类编号"),
        Field("video_category", "Category of videos (tid)", "视频分区编号（tid）"),
    ),
    limits=Limits(
        forms=(
            FormLimits(
                Form.ARTICLE,
                title=40,
                is_title_needed=True,
                text=40_000,
                text_least=200,
                pictures=(0, 20),
                picture_bytes=5 * 1024 * 1024,
            ),
            FormLimits(
                Form.VIDEO,
                title=80,
                is_title_needed=True,
                text=250,
                pictures=(0, 1),
                picture_bytes=5 * 1024 * 1024,
                videos=(1, 1),
                video_bytes=4 * 1024 * 1024 * 1024,
                video_types=("video/mp4", "video/x-flv", "video/quicktime", "video/webm"),
            ),
        ),
        settle=timedelta(minutes=5),
    ),
    connector=Bilibili,
    base_url=BASE,
)

"""Posts works of one Douyin account through the open platform. See README.md beside this file."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pufa.matrix import sameness
from pufa.matrix.calling import Caller, count_of, end_after, rows_of, wanted
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
from pufa.matrix.connectors.douyin import payloads

PAGE = 20
MOST_PAGES = 5
# A file above this must come in parts, of 5 MB at least but for the last.
SINGLE_BYTES = 50 * 1024 * 1024
PART_BYTES = 20 * 1024 * 1024
VIDEO = "/api/douyin/v1/video"


class Douyin:
    """One account."""

    def __init__(self, access: Access) -> None:
        self._values = access.values
        self._open_id = access.values["open_id"].strip()
        headers = {"access-token": access.values["access_token"].strip()}
        self._calls = Caller(access, judge=payloads.judge, headers=headers)

    def publish(self, rendition: Rendition, *, key: str) -> Published:
        """Uploads, then makes the work: pending until Douyin reviewed it. Douyin knows no keys."""
        text = payloads.text_of(rendition)
        if rendition.form is Form.VIDEO and rendition.video:
            data: dict[str, Any] = {"video_id": self._upload_video(rendition.video), "text": text}
            path = f"{VIDEO}/create_video/"
        else:
            data = {"image_list": [self._upload_picture(item) for item in rendition.pictures], "text": text}
            path = f"{VIDEO}/create_image_text/"
        answer = self._post(path, data, is_write=True)
        item_id = wanted(answer, "data", "item_id", kind=str, is_write=True)
        return Published(PostState.PENDING, item_id, check_after=payloads.CHECK_AGAIN)

    def status(self, remote_id: str) -> Published:
        """Where a work stands; one Douyin does not list any more is gone."""
        rows = rows_of(self._post(f"{VIDEO}/video_data/", {"item_ids": [remote_id]}), "data", "list")
        row = next((row for row in rows if str(row.get("item_id")) == remote_id), None)
        return payloads.work_of(row) if row else Published(PostState.GONE, remote_id)

    def find(self, rendition: Rendition, *, key: str, since: datetime, known: Collection[str] = ()) -> Published | None:
        """The account's own work with the same caption."""
        rows = {str(row.get("item_id")): row for row in self._works(since)}
        posts = [payloads.post_of(row) for row in rows.values()]
        found = sameness.pick(posts, text=payloads.text_of(rendition), since=since, known=known)
        return payloads.work_of(rows[found.remote_id]) if found else None

    def recent(self, *, since: datetime | None = None, most: int = 20) -> tuple[Post, ...]:
        """The newest works."""
        posts = (payloads.post_of(row) for row in self._works(since))
        return tuple(post for post in posts if since is None or post.at is None or post.at >= since)[:most]

    def measure_account(self, *, day: date) -> AccountFigures:
        """Followers of a day within the last week, and what was gained."""
        query = {"open_id": self._open_id, "date_type": 7}
        answer = self._calls.read("GET", "/data/external/user/fans/", query=query)
        for row in rows_of(answer, "data", "result_list"):
            if row.get("date") == day.isoformat():
                return AccountFigures(day, count_of(row.get("total_fans")), count_of(row.get("new_fans")))
        return AccountFigures(day, None)

    def measure_posts(self, *, day: date, remote_ids: Collection[str] = ()) -> tuple[PostFigures, ...]:
        """Totals now of these works, or of the newest."""
        if not remote_ids:
            return tuple(payloads.figures_of(row, day) for row in self._works(None))
        rows = rows_of(self._post(f"{VIDEO}/video_data/", {"item_ids": list(remote_ids)}), "data", "list")
        return tuple(payloads.figures_of(row, day) for row in rows)

    def test(self, *, now: datetime) -> Identity:
        """Whose token it is; Douyin tells the end only when it renews."""
        form = {"open_id": self._open_id, "access_token": self._values["access_token"].strip()}
        data = wanted(self._calls.read("POST", "/oauth/userinfo/", form=form), "data", kind=dict)
        return Identity(wanted(data, "open_id", kind=str), str(data.get("nickname", "")))

    def refresh(self, *, now: datetime) -> Grant:
        """A new access token. When the refresh token itself ends, a person must authorise again."""
        if not (self._values.get("client_key") and self._values.get("refresh_token")):
            raise ConnectorError(ErrorKind.RECONNECT, "no refresh token was entered", code="no_refresh")
        form = {
            "client_key": self._values["client_key"],
            "grant_type": "refresh_token",
            "refresh_token": self._values["refresh_token"],
        }
        data = wanted(self._calls.read("POST", "/oauth/refresh_token/", form=form), "data", kind=dict)
        values = {name: wanted(data, name, kind=str) for name in ("access_token", "refresh_token")}
        self._calls.hide(*values.values())
        return Grant(values, end_after(now, data.get("expires_in")))

    def _works(self, since: datetime | None) -> Iterator[Mapping[str, Any]]:
        cursor = 0
        for _ in range(MOST_PAGES):
            query = {"open_id": self._open_id, "cursor": cursor, "count": PAGE}
            answer = self._calls.read("GET", f"{VIDEO}/video_list/", query=query)
            rows = rows_of(answer, "data", "list")
            yield from rows
            oldest = payloads.post_of(rows[-1]).at if rows else None
            is_past = bool(since and oldest and oldest < since - sameness.CLOCKS_DIFFER)
            if is_past or not rows or wanted(answer, "data", kind=dict).get("has_more") is not True:
                return
            cursor = wanted(answer, "data", "cursor", kind=int)

    def _upload_video(self, item: Media) -> str:
        if item.size <= SINGLE_BYTES:
            answer = self._send_file(f"{VIDEO}/upload_video/", "video", item.name, item.open(), item.content_type)
            return wanted(answer, "data", "video", "video_id", kind=str)
        upload_id = wanted(self._post(f"{VIDEO}/init_video_part_upload/", {}), "data", "upload_id", kind=str)
        parts = max(1, item.size // PART_BYTES)  # the rest is added to the last part: none is too small
        with item.open() as file:
            for number in range(1, parts + 1):
                data = file.read(PART_BYTES if number < parts else -1)
                query: dict[str, str | int] = {"upload_id": upload_id, "part_number": number}
                self._send_file(f"{VIDEO}/upload_video_part/", "video", item.name, data, item.content_type, **query)
        done = self._post(f"{VIDEO}/complete_video_part_upload/", {}, upload_id=upload_id)
        return wanted(done, "data", "video", "video_id", kind=str)

    def _upload_picture(self, item: Media) -> str:
        answer = self._send_file(f"{VIDEO}/upload_image/", "image", item.name, item.open(), item.content_type)
        return wanted(answer, "data", "image", "image_id", kind=str)

    def _send_file(self, path: str, field: str, name: str, data: Any, kind: str, **query: str | int) -> dict[str, Any]:
        files = [(field, (name, data, kind))]
        return self._calls.read("POST", path, query={"open_id": self._open_id, **query}, files=files)

    def _post(self, path: str, data: Any, *, is_write: bool = False, **query: str | int) -> dict[str, Any]:
        return self._calls.read("POST", path, query={"open_id": self._open_id, **query}, data=data, is_write=is_write)


KIND = Kind(
    name="douyin",
    label="Douyin",
    label_zh="抖音",
    fields=(
        Field("open_id", "open_id of the account", "账号的 open_id"),
        Field("access_token", "Access token", "访问令牌", is_secret=True),
        Field("client_key", "Client key of the app", "应用的 client_key", is_required=False),
        Field("refresh_token", "Refresh token", "刷新令牌", is_secret=True, is_required=False),
    ),
    limits=Limits(
        forms=(
            FormLimits(
                Form.VIDEO,
                text=1000,
                videos=(1, 1),
                video_bytes=4 * 1024 * 1024 * 1024,
                video_types=("video/mp4", "video/webm"),
            ),
            FormLimits(
                Form.PICTURES,
                text=1000,
                pictures=(1, 35),
                picture_bytes=100 * 1024 * 1024,
                picture_types=("image/jpeg", "image/png", "image/webp"),
            ),
        ),
        posts_per_day=75,
        calls_per_day=1000,
        settle=timedelta(minutes=5),
    ),
    connector=Douyin,
    base_url="https://open.douyin.com",
)

"""Posts to one account of a Mastodon server. See README.md beside this file."""

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from pufa.matrix import sameness
from pufa.matrix.calling import Caller, wanted
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
from pufa.matrix.connectors.mastodon import payloads

MOST_SHOWN = 40
LOOKS_AT_MEDIA = 10
BETWEEN_LOOKS = 0.5


class Mastodon:
    """One account of one server."""

    def __init__(self, access: Access) -> None:
        base = access.base_url or access.values["server"].strip().rstrip("/")
        headers = {"Authorization": f"Bearer {access.values['access_token'].strip()}"}
        self._calls = Caller(replace(access, base_url=base), judge=payloads.judge, headers=headers)

    def publish(self, rendition: Rendition, *, key: str) -> Published:
        """Posts a status; the server itself answers a key it saw within the hour with the first status."""
        media = [self._upload(item) for item in rendition.media]
        status = {
            "status": payloads.text_of(rendition),
            "media_ids": media,
            "visibility": "public",
            "language": "zh",
        }
        headers = {"Idempotency-Key": sameness.mark(key)}
        answer = self._calls.read("POST", "/api/v1/statuses", data=status, headers=headers, is_write=True)
        wanted(answer, "id", kind=str, is_write=True)
        return payloads.published(answer)

    def status(self, remote_id: str) -> Published:
        """Ready, or gone."""
        try:
            return payloads.published(self._calls.read("GET", f"/api/v1/statuses/{remote_id}"))
        except ConnectorError as error:
            if error.code in {"404", "410"}:
                return Published(PostState.GONE, remote_id)
            raise

    def find(self, rendition: Rendition, *, key: str, since: datetime, known: Collection[str] = ()) -> Published | None:
        """The account's own status with the same words. Mastodon shows no key, so words must do."""
        text = payloads.text_of(rendition)
        found = sameness.pick(self.recent(since=since, most=MOST_SHOWN), text=text, since=since, known=known)
        return Published(PostState.READY, found.remote_id, found.url, found.at) if found else None

    def withdraw(self, remote_id: str) -> Published:
        """Deletes a status; one already gone is fine."""
        try:
            self._calls.call("DELETE", f"/api/v1/statuses/{remote_id}")
        except ConnectorError as error:
            if error.code not in {"404", "410"}:
                raise
        return Published(PostState.GONE, remote_id)

    def recent(self, *, since: datetime | None = None, most: int = 20) -> tuple[Post, ...]:
        """The account's newest statuses, without what it only passed on."""
        query = {"limit": min(most, MOST_SHOWN), "exclude_reblogs": "true"}
        id = wanted(self._account(), "id", kind=str)
        shown = self._calls.json("GET", f"/api/v1/accounts/{id}/statuses", query=query)
        if not isinstance(shown, list):
            raise ConnectorError(ErrorKind.RETRY, "no list of statuses in the answer", code="not_expected")
        posts = [payloads.post_of(status) for status in shown if isinstance(status, dict)]
        return tuple(post for post in posts if since is None or post.at is None or post.at >= since)

    def measure_account(self, *, day: date) -> AccountFigures:
        """Followers now; Mastodon keeps no past."""
        return AccountFigures(day, wanted(self._account(), "followers_count", kind=int))

    def measure_posts(self, *, day: date, remote_ids: Collection[str] = ()) -> tuple[PostFigures, ...]:
        """Totals now of these statuses, or of the newest."""
        ids = list(remote_ids) or [post.remote_id for post in self.recent(most=MOST_SHOWN)]
        found = []
        for remote_id in ids:
            try:
                status = self._calls.read("GET", f"/api/v1/statuses/{remote_id}")
            except ConnectorError as error:
                if error.code not in {"404", "410"}:
                    raise
            else:
                found.append(payloads.figures_of(status, day))
        return tuple(found)

    def test(self, *, now: datetime) -> Identity:
        """The account the token belongs to; tokens do not expire."""
        account = self._account()
        name = str(account.get("display_name") or account.get("username") or "")
        return Identity(wanted(account, "id", kind=str), name, str(account.get("url", "")))

    def refresh(self, *, now: datetime) -> Grant:
        """Nothing to renew: a token holds until it is revoked."""
        self._account()
        return Grant({}, None)

    def _account(self) -> dict[str, Any]:
        return self._calls.read("GET", "/api/v1/accounts/verify_credentials")

    def _upload(self, item: Media) -> str:
        """The id of an uploaded file, once the server has worked on it."""
        file = ("file", (item.name, item.open(), item.content_type))
        answer = self._calls.call("POST", "/api/v2/media", form={"description": item.alt}, files=[file])
        id = wanted(answer.record(), "id", kind=str)
        if answer.status != 202:
            return id
        for _ in range(LOOKS_AT_MEDIA):
            if self._calls.call("GET", f"/api/v1/media/{id}").status != 206:
                return id
            time.sleep(BETWEEN_LOOKS)
        raise ConnectorError(ErrorKind.RETRY, "the server still works on the upload", code="media_pending")


KIND = Kind(
    name="mastodon",
    label="Mastodon",
    label_zh="Mastodon 实例",
    fields=(
        Field("server", "Server address", "实例网址", help="https://…", help_zh="以 https:// 开头"),
        Field("access_token", "Access token", "访问令牌", is_secret=True),
    ),
    limits=Limits(
        forms=(
            FormLimits(
                Form.SHORT,
                text=500,
                link_counts=25,
                pictures=(0, 4),
                picture_bytes=16 * 1024 * 1024,
                picture_types=("image/jpeg", "image/png", "image/gif", "image/webp"),
            ),
            FormLimits(
                Form.VIDEO,
                text=500,
                link_counts=25,
                videos=(1, 1),
                video_bytes=99 * 1024 * 1024,
                video_types=("video/mp4", "video/webm", "video/quicktime"),
            ),
        ),
        settle=timedelta(seconds=30),
        idempotent_for=timedelta(minutes=55),
    ),
    connector=Mastodon,
)

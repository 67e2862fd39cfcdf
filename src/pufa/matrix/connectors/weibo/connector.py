"""Posts to one Weibo account through the open platform. See README.md beside this file."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from pufa.matrix import sameness
from pufa.matrix.calling import Caller, end_after, rows_of, wanted
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
from pufa.matrix.connectors.weibo import payloads

BASE = "https://api.weibo.com"
WEB = "https://weibo.com/{uid}/{id}"
COMMERCIAL = "https://c.api.weibo.com"
MOST_SHOWN = 100


class Weibo:
    """One account."""

    def __init__(self, access: Access) -> None:
        self._token = access.values["access_token"].strip()
        self._domain = access.values["safe_domain"].strip().lower()
        self._rip = access.values["rip"].strip()
        is_own = access.base_url == BASE
        self._commercial = COMMERCIAL if is_own else access.base_url
        self._web = WEB if is_own else f"{access.base_url}/p/{{id}}"
        self._calls = Caller(access, judge=payloads.judge)

    def publish(self, rendition: Rendition, *, key: str) -> Published:
        """Shares text and link. Weibo knows no keys; it refuses the same words within a while, which is told apart."""
        self._check_link(rendition.link)
        form = {"access_token": self._token, "status": payloads.text_of(rendition), "rip": self._rip}
        files = [("pic", (item.name, item.open(), item.content_type)) for item in rendition.pictures[:1]]
        try:
            answer = self._calls.read("POST", "/2/statuses/share.json", form=form, files=files, is_write=True)
        except ConnectorError as error:
            if error.code in payloads.REPEATED:
                return self._repeated(rendition, error)
            raise
        wanted(answer, "idstr", kind=str, is_write=True)
        return payloads.published(answer, self._web)

    def status(self, remote_id: str) -> Published:
        """Ready, or gone."""
        try:
            return payloads.published(self._get("/2/statuses/show.json", id=remote_id), self._web)
        except ConnectorError as error:
            if error.code in payloads.NOT_THERE:
                return Published(PostState.GONE, remote_id)
            raise

    def find(self, rendition: Rendition, *, key: str, since: datetime, known: Collection[str] = ()) -> Published | None:
        """The account's own post with the same words; Weibo shortens links and cuts long texts."""
        text = payloads.text_of(rendition)
        found = sameness.pick(self.recent(since=since, most=MOST_SHOWN), text=text, since=since, known=known)
        return Published(PostState.READY, found.remote_id, found.url, found.at) if found else None

    def withdraw(self, remote_id: str) -> Published:
        """Deletes a post, for which an app needs Weibo's commercial interface; one already gone is fine."""
        form = {"access_token": self._token, "id": remote_id}
        try:
            self._calls.call("POST", f"{self._commercial}/2/statuses/destroy/biz.json", form=form)
        except ConnectorError as error:
            if error.code not in payloads.NOT_THERE:
                raise
        return Published(PostState.GONE, remote_id)

    def recent(self, *, since: datetime | None = None, most: int = 20) -> tuple[Post, ...]:
        """The account's newest posts."""
        shown = self._get("/2/statuses/user_timeline.json", count=min(most, MOST_SHOWN), feature=1)
        wanted(shown, "statuses", kind=list)
        posts = [payloads.post_of(row, self._web) for row in rows_of(shown, "statuses")]
        return tuple(post for post in posts if since is None or post.at is None or post.at >= since)

    def measure_account(self, *, day: date) -> AccountFigures:
        """Followers now; the open interface keeps no past."""
        user = self._get("/2/users/show.json", uid=self._uid())
        return AccountFigures(day, wanted(user, "followers_count", kind=int))

    def measure_posts(self, *, day: date, remote_ids: Collection[str] = ()) -> tuple[PostFigures, ...]:
        """Totals now of these posts, or of the newest, up to 100."""
        ids = list(remote_ids)[:MOST_SHOWN] or [post.remote_id for post in self.recent()]
        if not ids:
            return ()
        query = {"access_token": self._token, "ids": ",".join(ids)}
        rows = self._calls.json("GET", "/2/statuses/count.json", query=query)
        return tuple(payloads.figures_of(row, day) for row in rows_of({"rows": rows}, "rows"))

    def test(self, *, now: datetime) -> Identity:
        """Whose token it is and when it ends."""
        info = self._token_info()
        uid = str(wanted(info, "uid", kind=int))
        user = self._get("/2/users/show.json", uid=uid)
        ends = end_after(now, info.get("expire_in"))
        return Identity(uid, str(user.get("screen_name", "")), f"https://weibo.com/u/{uid}", ends)

    def refresh(self, *, now: datetime) -> Grant:
        """Weibo renews no token: the account's owner must agree again."""
        detail = "Weibo renews no token; the account's owner must authorise again"
        raise ConnectorError(ErrorKind.RECONNECT, detail, code="no_refresh")

    def _repeated(self, rendition: Rendition, error: ConnectorError) -> Published:
        """Weibo says it has these words already: that is our own post of a moment ago, or it refuses for good."""
        found = self.find(rendition, key="", since=datetime.now(UTC) - timedelta(days=1))
        if found is None:
            raise error
        return found

    def _check_link(self, link: str) -> None:
        host = (urlsplit(link).hostname or "").lower()
        if host != self._domain and not host.endswith(f".{self._domain}"):
            detail = f"the link must lead to {self._domain}, the safe domain of the app"
            raise ConnectorError(ErrorKind.REJECTED, detail, code="link_domain")

    def _uid(self) -> str:
        return str(wanted(self._token_info(), "uid", kind=int))

    def _token_info(self) -> dict[str, Any]:
        return self._calls.read("POST", "/oauth2/get_token_info", form={"access_token": self._token})

    def _get(self, path: str, **query: str | int) -> dict[str, Any]:
        return self._calls.read("GET", path, query={"access_token": self._token, **query})


KIND = Kind(
    name="weibo",
    label="Weibo",
    label_zh="微博",
    fields=(
        Field("access_token", "Access token", "访问令牌", is_secret=True),
        Field(
            "safe_domain",
            "Safe domain of the app",
            "应用的安全域名",
            help="every post must link to it",
            help_zh="每条微博必须带有该域名下的链接",
        ),
        Field(
            "rip", "Our server's public address", "本服务器的公网地址", help="required by Weibo", help_zh="微博要求上报"
        ),
    ),
    limits=Limits(
        forms=(
            FormLimits(
                Form.SHORT,
                text=140,
                counts_halves=True,
                is_link_needed=True,
                link_counts=11,
                pictures=(0, 1),
                picture_bytes=5 * 1024 * 1024 - 1,
                picture_types=("image/jpeg", "image/png", "image/gif"),
            ),
        ),
        posts_per_day=90,
        calls_per_day=100,
        least_gap=timedelta(minutes=2),
        settle=timedelta(minutes=3),
    ),
    connector=Weibo,
    base_url=BASE,
)

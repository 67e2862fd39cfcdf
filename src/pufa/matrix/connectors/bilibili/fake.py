"""A sample Bilibili, which checks every signature."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from pufa.matrix.connectors.bilibili import payloads
from pufa.matrix.fakes.platform import Ask, Platform, Reply, SamplePost, as_json, epoch, route

SAMPLES = Path(__file__).parent / "samples"
PREFIX = "token-"
APP = "sample-app-secret"
GROUPS = {"1": "pending", "2": "ready", "3": "rejected"}
STATES = {"pending": -30, "ready": 0, "rejected": -2, "gone": -100}


class BilibiliFake(Platform):
    """Accounts are named by their token."""

    kind = "bilibili"
    label = "示例哔哩哔哩"
    publishing = r"^/arcopen/fn/(article/add|archive/add-by-utoken)"

    @classmethod
    def values(cls, account: str) -> dict[str, str]:
        """An app and tokens that name the account."""
        return {
            "client_id": "sample-client",
            "client_secret": APP,
            "access_token": f"{PREFIX}{quote(account)}",
            "refresh_token": f"refresh-{account}",
            "article_category": "15",
            "video_category": "201",
        }

    def expired(self) -> Reply:
        """As Bilibili says it: status 200."""
        return self.wrong(-101, "账号未登录")

    def limited(self) -> Reply:
        """As Bilibili says it: status 200."""
        return self.wrong(-509, "请求过于频繁，请稍后再试")

    def missing(self) -> Reply:
        """As Bilibili says it."""
        return self.wrong(-404, "啥都木有")

    def wrong(self, code: int, words: str) -> Reply:
        """An error in Bilibili's form."""
        return as_json({"code": code, "message": words, "ttl": 1, "request_id": "sample"})

    def account_of(self, ask: Ask) -> str:
        """The account of the token, if the signature is right."""
        head = ask.headers
        is_json = head.get("content-type", "").startswith("application/json")
        moment = datetime.fromtimestamp(int(head.get("x-bili-timestamp", "0")), UTC)
        nonce = head.get("x-bili-signature-nonce", "")
        body = ask.body if is_json else b""
        good = payloads.signed(key="sample-client", secret=APP, body=body, nonce=nonce, moment=moment)
        is_good = nonce and head.get("authorization") == good["Authorization"]
        token = head.get("access-token", "").removeprefix("new-")
        return unquote(token.removeprefix(PREFIX)) if is_good and token.startswith(PREFIX) else ""

    @route("POST", r"/arcopen/fn/article/upload/image")
    def article_image(self, account: str, ask: Ask) -> Reply:
        """A picture of an article."""
        return self._picture(ask)

    @route("POST", r"/arcopen/fn/archive/cover/upload")
    def cover(self, account: str, ask: Ask) -> Reply:
        """The cover of a video."""
        return self._picture(ask)

    @route("POST", r"/arcopen/fn/article/add")
    def article_add(self, account: str, ask: Ask) -> Reply:
        """A new article."""
        form = ask.form()
        if not form.get("title") or len(form["title"]) > 40:
            return self.wrong(-400, "标题长度不合法")
        if len(form.get("content", "")) < 200:
            return self.wrong(-400, "正文不少于 200 字")
        post = self.add_post(account, title=form["title"], text=form["content"], state="pending", what="article")
        return self._good({"id": int(post.id)})

    @route("GET", r"/arcopen/fn/article/list")
    def article_list(self, account: str, ask: Ask) -> Reply:
        """Articles of one group."""
        sample = json.loads((SAMPLES / "article.json").read_text())
        rows = [
            {**sample, "id": int(post.id), "title": post.title, "ctime": epoch(post.at)}
            for post in reversed(self.posts(account))
            if post.more["what"] == "article" and post.state == GROUPS.get(ask.query.get("group", ""))
        ]
        return self._good({"list": rows, "page": {"total": len(rows)}})

    @route("POST", r"/arcopen/fn/article/delete")
    def article_delete(self, account: str, ask: Ask) -> Reply:
        """Deletes an article."""
        return self._delete(account, ask.form().get("ids", ""))

    @route("POST", r"/arcopen/fn/archive/video/init")
    def video_init(self, account: str, ask: Ask) -> Reply:
        """Begins an upload."""
        token = f"upload-{self.store.next_number()}"
        self.store.put(self.kind, "uploads", token, {"size": 0, "is_whole": False})
        return self._good({"upload_token": token})

    @route("POST", r"/video/v2/upload")
    def upload(self, account: str, ask: Ask) -> Reply:
        """A whole file."""
        return self._part(ask, is_whole=True)

    @route("POST", r"/video/v2/part/upload")
    def part(self, account: str, ask: Ask) -> Reply:
        """A part of a file."""
        return self._part(ask, is_whole=False)

    @route("POST", r"/arcopen/fn/archive/video/complete")
    def complete(self, account: str, ask: Ask) -> Reply:
        """Puts the parts together."""
        token = ask.query.get("upload_token", "")
        upload = self.store.get(self.kind, "uploads", token) or {"size": 0}
        self.store.put(self.kind, "uploads", token, {**upload, "is_whole": True})
        return self._good({})

    @route("POST", r"/arcopen/fn/archive/add-by-utoken")
    def archive_add(self, account: str, ask: Ask) -> Reply:
        """A new video."""
        upload = self.store.get(self.kind, "uploads", ask.query.get("upload_token", ""))
        if not upload or not upload["is_whole"]:
            return self.wrong(-400, "视频未上传完成")
        data = ask.json()
        size = upload["size"]
        post = self.add_post(
            account,
            title=data["title"],
            text=data["desc"],
            state="pending",
            what="video",
            size=size,
            cover=data["cover"],
        )
        return self._good({"resource_id": f"BV{post.id}"})

    @route("GET", r"/arcopen/fn/archive/view")
    def archive_view(self, account: str, ask: Ask) -> Reply:
        """One video."""
        post = self.post(ask.query.get("resource_id", "").removeprefix("BV"))
        return self._good(self._video(post)) if post and post.state != "gone" else self.missing()

    @route("GET", r"/arcopen/fn/archive/viewlist")
    def archive_list(self, account: str, ask: Ask) -> Reply:
        """The account's videos."""
        is_public = ask.query.get("status") == "pubed"
        rows = [
            self._video(post)
            for post in reversed(self.posts(account))
            if post.more["what"] == "video" and post.state != "gone" and (post.state == "ready" or not is_public)
        ]
        return self._good({"list": rows, "page": {"pn": 1, "ps": 50, "total": len(rows)}})

    @route("POST", r"/arcopen/fn/archive/delete")
    def archive_delete(self, account: str, ask: Ask) -> Reply:
        """Deletes a video."""
        return self._delete(account, str(ask.json().get("resource_id", "")).removeprefix("BV"))

    @route("GET", r"/arcopen/fn/data/user/stat")
    def user_stat(self, account: str, ask: Ask) -> Reply:
        """Followers."""
        return self._good({"follower": self.account(account)["followers"], "following": 1, "arc_passed_total": 1})

    @route("GET", r"/arcopen/fn/data/arc/stat")
    def arc_stat(self, account: str, ask: Ask) -> Reply:
        """Totals of a video."""
        id = ask.query.get("resource_id", "").removeprefix("BV")
        return self._good(self._counts(id)) if self.post(id) else self.missing()

    @route("GET", r"/arcopen/fn/data/art/stat")
    def art_stat(self, account: str, ask: Ask) -> Reply:
        """Totals of articles."""
        ids = [id for id in ask.query.get("ids", "").split(",") if self.post(id)]
        return self._good({"list": [{"id": int(id), "stats": self._counts(id)} for id in ids]})

    @route("GET", r"/arcopen/fn/user/account/info")
    def info(self, account: str, ask: Ask) -> Reply:
        """The account."""
        return self._good({"name": self.account(account)["name"], "face": "", "openid": account})

    @route("POST", r"/x/account-oauth2/v1/refresh_token", is_open=True)
    def refresh(self, _: str, ask: Ask) -> Reply:
        """New tokens."""
        account = ask.form().get("refresh_token", "").removeprefix("refresh-")
        if not account or self.is_expired(account):
            return self.wrong(-658, "Token过期")
        values = {"access_token": f"new-{PREFIX}{quote(account)}", "refresh_token": f"refresh-{account}"}
        return self._good({**values, "expires_in": epoch(datetime.now(UTC)) + 2592000, "scopes": ["ARC_BASE"]})

    def _picture(self, ask: Ask) -> Reply:
        name, data = ask.parts().get("file", ("", b""))
        if not data:
            return self.wrong(-400, "图片为空")
        return self._good({"url": self.url(f"/pic/{self.store.next_number()}-{name}"), "size": len(data)})

    def _part(self, ask: Ask, *, is_whole: bool) -> Reply:
        token = ask.query.get("upload_token", "")
        upload = self.store.get(self.kind, "uploads", token)
        if upload is None:
            return self.wrong(-400, "upload_token 无效")
        size = upload["size"] + len(ask.body)
        self.store.put(self.kind, "uploads", token, {"size": size, "is_whole": is_whole})
        return self._good({"etag": "sample"})

    def _delete(self, account: str, id: str) -> Reply:
        post = self.post(id)
        if post is None or post.state == "gone" or post.account != account:
            return self.missing()
        self.change(id, state="gone")
        return self._good({})

    def _video(self, post: SamplePost) -> dict[str, Any]:
        sample = json.loads((SAMPLES / "video.json").read_text())
        return {
            **sample,
            "resource_id": f"BV{post.id}",
            "title": post.title,
            "desc": post.text,
            "ctime": epoch(post.at),
            "addit_info": {"state": STATES[post.state], "state_desc": post.state, "reject_reason": ""},
            "video_info": {**sample["video_info"], "share_url": post.url},
        }

    def _counts(self, id: str) -> dict[str, int]:
        figures = self.figures(id)
        return {
            "view": figures["reads"],
            "like": figures["likes"],
            "reply": figures["comments"],
            "share": figures["shares"],
            "favorite": figures["favourites"],
        }

    def _good(self, data: object) -> Reply:
        return as_json({"code": 0, "message": "0", "ttl": 1, "request_id": "sample", "data": data})


FAKE = BilibiliFake

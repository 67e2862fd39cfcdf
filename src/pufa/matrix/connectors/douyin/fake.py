"""A sample Douyin."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from pufa.matrix.fakes.platform import Ask, Platform, Reply, SamplePost, as_json, epoch, route, today

SAMPLES = Path(__file__).parent / "samples"
PREFIX = "token-"
STATES = {"pending": 4, "ready": 5, "rejected": 2}


class DouyinFake(Platform):
    """Accounts are named by their open_id. Works wait in review as long as `work` says."""

    kind = "douyin"
    label = "示例抖音"
    publishing = r"^/api/douyin/v1/video/create_"

    @classmethod
    def values(cls, account: str) -> dict[str, str]:
        """Tokens that name the account."""
        return {
            "open_id": account,
            "access_token": f"{PREFIX}{quote(account)}",
            "client_key": "sample-client-key",
            "refresh_token": f"refresh-{account}",
        }

    def expired(self) -> Reply:
        """As Douyin says it: status 200."""
        return self.wrong(28001008, "access_token过期,请刷新或重新授权")

    def limited(self) -> Reply:
        """As Douyin says it: status 200."""
        return self.wrong(28003017, "quota已用完,请联系平台处理")

    def missing(self) -> Reply:
        """As Douyin says it of an unknown address."""
        return self.wrong(2100005, "参数不合法")

    def wrong(self, code: int, words: str) -> Reply:
        """An error in Douyin's form."""
        sample = json.loads((SAMPLES / "error.json").read_text())
        part = {"error_code": code, "description": words}
        return as_json({"data": part, "extra": {**sample["extra"], **part}})

    def account_of(self, ask: Ask) -> str:
        """The account of the token, if the open_id is its own."""
        token = ask.headers.get("access-token") or ask.form().get("access_token", "")
        account = unquote(token.removeprefix("new-").removeprefix(PREFIX))
        asked = ask.query.get("open_id") or ask.form().get("open_id", "")
        return account if token and account == asked else ""

    @route("POST", r"/api/douyin/v1/video/upload_video/")
    def upload_video(self, account: str, ask: Ask) -> Reply:
        """A whole video."""
        _, data = ask.parts().get("video", ("", b""))
        if not data:
            return self.wrong(2190007, "无效的视频文件")
        return self._uploaded("video", len(data))

    @route("POST", r"/api/douyin/v1/video/init_video_part_upload/")
    def init_part(self, account: str, ask: Ask) -> Reply:
        """Begins an upload in parts."""
        id = f"upload-{self.store.next_number()}"
        self.store.put(self.kind, "uploads", id, {"parts": {}})
        return self._good({"upload_id": id})

    @route("POST", r"/api/douyin/v1/video/upload_video_part/")
    def part(self, account: str, ask: Ask) -> Reply:
        """One part."""
        id, number = ask.query.get("upload_id", ""), ask.query.get("part_number", "")
        upload = self.store.get(self.kind, "uploads", id)
        if upload is None:
            return self.wrong(2190007, "无效的 upload_id")
        size = len(ask.parts().get("video", ("", b""))[1])
        self.store.put(self.kind, "uploads", id, {"parts": {**upload["parts"], number: size}})
        return self._good({})

    @route("POST", r"/api/douyin/v1/video/complete_video_part_upload/")
    def complete(self, account: str, ask: Ask) -> Reply:
        """Ends an upload in parts."""
        upload = self.store.get(self.kind, "uploads", ask.query.get("upload_id", ""))
        if not upload or not upload["parts"]:
            return self.wrong(2190007, "无效的 upload_id")
        return self._uploaded("video", sum(upload["parts"].values()))

    @route("POST", r"/api/douyin/v1/video/upload_image/")
    def upload_image(self, account: str, ask: Ask) -> Reply:
        """A picture."""
        _, data = ask.parts().get("image", ("", b""))
        return self._uploaded("image", len(data)) if data else self.wrong(2100005, "图片为空")

    @route("POST", r"/api/douyin/v1/video/create_video/")
    def create_video(self, account: str, ask: Ask) -> Reply:
        """Makes a work of an uploaded video."""
        data = ask.json()
        video = self.store.get(self.kind, "video", str(data.get("video_id", "")))
        if video is None:
            return self.wrong(2190007, "video_id 无效")
        return self._create(account, str(data.get("text", "")), size=video["size"])

    @route("POST", r"/api/douyin/v1/video/create_image_text/")
    def create_image_text(self, account: str, ask: Ask) -> Reply:
        """Makes a work of uploaded pictures."""
        data = ask.json()
        images = [self.store.get(self.kind, "image", str(id)) for id in data.get("image_list", [])]
        if not images or None in images:
            return self.wrong(2100005, "image_list 无效")
        return self._create(account, str(data.get("text", "")), pictures=len(images))

    @route("POST", r"/api/douyin/v1/video/video_data/")
    def video_data(self, account: str, ask: Ask) -> Reply:
        """Works by their ids."""
        found = [self.post(str(id)) for id in ask.json().get("item_ids", [])]
        rows = [self._row(post) for post in found if post and post.account == account and post.state != "gone"]
        return self._good({"list": rows})

    @route("GET", r"/api/douyin/v1/video/video_list/")
    def video_list(self, account: str, ask: Ask) -> Reply:
        """The account's own works, the newest first."""
        rows = [self._row(post) for post in reversed(self.posts(account)) if post.state != "gone"]
        first, count = int(ask.query.get("cursor", 0)), int(ask.query.get("count", 10))
        return self._good(
            {
                "list": rows[first : first + count],
                "cursor": first + count,
                "has_more": first + count < len(rows),
            }
        )

    @route("GET", r"/data/external/user/fans/")
    def fans(self, account: str, ask: Ask) -> Reply:
        """Followers of the last days."""
        total = self.account(account)["followers"]
        days = [today() - timedelta(days=back) for back in range(int(ask.query.get("date_type", 7)))]
        return self._good({"result_list": [{"date": f"{day}", "total_fans": total, "new_fans": 5} for day in days]})

    @route("POST", r"/oauth/userinfo/")
    def userinfo(self, account: str, ask: Ask) -> Reply:
        """The account of a token."""
        return self._good({"open_id": account, "nickname": self.account(account)["name"]})

    @route("POST", r"/oauth/refresh_token/", is_open=True)
    def refresh(self, _: str, ask: Ask) -> Reply:
        """A new token."""
        account = ask.form().get("refresh_token", "").removeprefix("refresh-")
        if not account or self.is_expired(account):
            return self.wrong(10010, "refresh_token过期")
        values = {"access_token": f"new-{PREFIX}{quote(account)}", "refresh_token": f"refresh-{account}"}
        return self._good({**values, "open_id": account, "expires_in": 1296000, "refresh_expires_in": 2592000})

    def _create(self, account: str, text: str, **more: Any) -> Reply:
        if len(text) > 1000:
            return self.wrong(2114001, "文案过长")
        post = self.add_post(account, text=text, state="pending", **more)
        return self._good({"item_id": post.id, "video_id": f"7{post.id}"})

    def _uploaded(self, what: str, size: int) -> Reply:
        id = f"{what}-{self.store.next_number()}"
        self.store.put(self.kind, what, id, {"size": size})
        return self._good({what: {f"{what}_id": id, "width": 1, "height": 1}})

    def _row(self, post: SamplePost) -> dict[str, Any]:
        figures = self.figures(post.id)
        sample = json.loads((SAMPLES / "video.json").read_text())
        counts = {
            "play_count": figures["reads"],
            "digg_count": figures["likes"],
            "comment_count": figures["comments"],
            "share_count": figures["shares"],
        }
        return {
            **sample,
            "item_id": post.id,
            "title": post.text,
            "share_url": post.url,
            "create_time": epoch(post.at),
            "video_status": STATES.get(post.state, 4),
            "is_reviewed": post.state != "pending",
            "statistics": {**sample["statistics"], **counts},
        }

    def _good(self, data: dict[str, Any]) -> Reply:
        sample = json.loads((SAMPLES / "error.json").read_text())
        return as_json(
            {"data": {**data, "error_code": 0, "description": ""}, "extra": {**sample["extra"], "error_code": 0}}
        )


FAKE = DouyinFake

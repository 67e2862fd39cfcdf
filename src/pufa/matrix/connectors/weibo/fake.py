"""A sample Weibo."""

import json
import re
from pathlib import Path
from zlib import crc32

from pufa.lib import clock
from pufa.matrix.fakes.platform import Ask, Platform, Reply, SamplePost, as_json, route

SAMPLES = Path(__file__).parent / "samples"
PREFIX = "token-"
TIME_FORM = "%a %b %d %H:%M:%S %z %Y"
_LINK = re.compile(r"https?://\S+")


class WeiboFake(Platform):
    """Accounts are named by their token. It shortens links as Weibo does; it refuses repeated words only when told."""

    kind = "weibo"
    label = "示例微博"
    publishing = r"^/2/statuses/share\.json"
    refuses_repeats = False

    @classmethod
    def values(cls, account: str) -> dict[str, str]:
        """A token that names the account."""
        return {"access_token": f"{PREFIX}{account}", "safe_domain": "pufa.example", "rip": "203.0.113.7"}

    def expired(self) -> Reply:
        """As Weibo says it."""
        return self.wrong(21327, "expired_token", 403)

    def limited(self) -> Reply:
        """As Weibo says it."""
        return self.wrong(10023, "User requests out of rate limit!", 403)

    def missing(self) -> Reply:
        """As Weibo says it."""
        return self.wrong(20101, "Target weibo does not exist!", 400)

    def wrong(self, code: int, words: str, status: int = 400) -> Reply:
        """An error in Weibo's form."""
        return as_json({"request": "/2/sample.json", "error_code": code, "error": words}, status)

    def account_of(self, ask: Ask) -> str:
        """Tokens are made of a prefix and the account's name, and come in the address or the form."""
        token = ask.query.get("access_token") or ask.form().get("access_token", "")
        return token.removeprefix(PREFIX) if token.startswith(PREFIX) else ""

    @route("POST", r"/2/statuses/share\.json")
    def share(self, account: str, ask: Ask) -> Reply:
        """A new post."""
        form = ask.form()
        text = form.get("status", "")
        if not _LINK.search(text):
            return self.wrong(10017, "status must contain a url of the safe domain")
        if "#" in text:
            return self.wrong(20018, "contain illegal topic")
        if not form.get("rip"):
            return self.wrong(10016, "Miss required parameter (rip)")
        if self.refuses_repeats and any(post.text == text for post in self.posts(account) if post.state == "ready"):
            return self.wrong(20019, "repeat content!")
        return as_json(self._status(self.add_post(account, text=text, has_picture="pic" in ask.parts())))

    @route("GET", r"/2/statuses/show\.json")
    def show(self, account: str, ask: Ask) -> Reply:
        """One post."""
        post = self.post(ask.query.get("id", ""))
        return as_json(self._status(post)) if post and post.state == "ready" else self.missing()

    @route("GET", r"/2/statuses/user_timeline\.json")
    def timeline(self, account: str, ask: Ask) -> Reply:
        """The account's own posts, the newest first."""
        shown = [post for post in reversed(self.posts(account)) if post.state == "ready"]
        rows = [self._status(post) for post in shown[: int(ask.query.get("count", 20))]]
        return as_json({"statuses": rows, "total_number": len(shown)})

    @route("GET", r"/2/statuses/count\.json")
    def count(self, account: str, ask: Ask) -> Reply:
        """Totals of posts."""
        found = [self.post(id) for id in ask.query.get("ids", "").split(",")]
        rows = []
        for post in found:
            if post and post.state == "ready":
                figures = self.figures(post.id)
                totals = {"comments": figures["comments"], "reposts": figures["shares"], "attitudes": figures["likes"]}
                rows.append({"id": int(post.id), **totals})
        return as_json(rows)

    @route("POST", r"/2/statuses/destroy/biz\.json")
    def destroy(self, account: str, ask: Ask) -> Reply:
        """Deletes one's own post."""
        post = self.post(ask.form().get("id", ""))
        if post is None or post.state != "ready" or post.account != account:
            return self.missing()
        self.change(post.id, state="gone")
        return as_json(self._status(post))

    @route("POST", r"/oauth2/get_token_info")
    def token_info(self, account: str, ask: Ask) -> Reply:
        """Whose token it is."""
        sample = json.loads((SAMPLES / "token_info.json").read_text())
        return as_json({**sample, "uid": _uid(account)})

    @route("GET", r"/2/users/show\.json")
    def user(self, account: str, ask: Ask) -> Reply:
        """The account."""
        return as_json(self._user(account))

    def _user(self, account: str) -> dict[str, object]:
        facts = self.account(account)
        uid = _uid(account)
        names = {"id": uid, "idstr": str(uid), "screen_name": facts["name"]}
        return {**names, "followers_count": facts["followers"]}

    def _status(self, post: SamplePost) -> dict[str, object]:
        sample = json.loads((SAMPLES / "status.json").read_text())
        return {
            **sample,
            "created_at": clock.in_shanghai(post.at).strftime(TIME_FORM),
            "id": int(post.id),
            "idstr": post.id,
            "mid": post.id,
            "text": _LINK.sub("http://t.cn/A6sample", post.text),
            "user": self._user(post.account),
        }


def _uid(account: str) -> int:
    return 1_000_000_000 + crc32(account.encode())


FAKE = WeiboFake

"""A sample Mastodon server."""

import json
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

from pufa.matrix.fakes.platform import Ask, Platform, Reply, SamplePost, as_json, route

SAMPLES = Path(__file__).parent / "samples"
PREFIX = "token-"


class MastodonFake(Platform):
    """Accounts are named by their token; media of type video are worked on for one look."""

    kind = "mastodon"
    label = "示例 Mastodon 实例"
    publishing = r"^/api/v1/statuses\?"

    @classmethod
    def values(cls, account: str) -> dict[str, str]:
        """A token that names the account."""
        return {"server": "https://social.example", "access_token": f"{PREFIX}{quote(account)}"}

    def expired(self) -> Reply:
        """As Mastodon says it."""
        return as_json({"error": "The access token is invalid"}, 401)

    def limited(self) -> Reply:
        """As Mastodon says it: the time of the reset is in a header."""
        headers = {
            "X-RateLimit-Limit": "300",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": "2099-01-01T00:00:00Z",
        }
        body = json.dumps({"error": "Too many requests"}).encode()
        return Reply(body, 429, headers=headers)

    def account_of(self, ask: Ask) -> str:
        """Tokens are made of a prefix and the account's name."""
        return unquote(ask.headers.get("authorization", "").removeprefix("Bearer ").removeprefix(PREFIX))

    @route("GET", r"/api/v1/accounts/verify_credentials")
    def who(self, account: str, ask: Ask) -> Reply:
        """The account of the token."""
        facts = self.account(account)
        sample = json.loads((SAMPLES / "account.json").read_text())
        names = {"id": account, "username": account, "display_name": facts["name"], "url": self.url(f"/u/{account}")}
        return as_json({**sample, **names, "followers_count": facts["followers"]})

    @route("GET", r"/api/v1/accounts/(?P<id>[^/]+)/statuses")
    def timeline(self, account: str, ask: Ask, id: str) -> Reply:
        """What an account posted."""
        shown = [post for post in reversed(self.posts(id)) if post.state == "ready"]
        return as_json([self._status(post) for post in shown[: int(ask.query.get("limit", 20))]])

    @route("POST", r"/api/v1/statuses")
    def post_status(self, account: str, ask: Ask) -> Reply:
        """A new status, or the one this key made before."""
        data = ask.json()
        text, media = str(data.get("status", "")), data.get("media_ids") or []
        if not text and not media:
            return as_json({"error": "Validation failed: Text can't be blank"}, 422)
        if len(text) > 500:
            return as_json({"error": "Validation failed: Text character limit of 500 exceeded"}, 422)
        key = ask.headers.get("idempotency-key", "")
        with self.store.lock:
            seen = self.store.get(self.kind, "keys", f"{account}/{key}") if key else None
            post = self.post(seen["id"]) if seen else None
            if post is None:
                post = self.add_post(account, text=text, media=media)
                if key:
                    self.store.put(self.kind, "keys", f"{account}/{key}", {"id": post.id})
        return as_json(self._status(post))

    @route("GET", r"/api/v1/statuses/(?P<id>\d+)")
    def show(self, account: str, ask: Ask, id: str) -> Reply:
        """One status."""
        post = self.post(id)
        return as_json(self._status(post)) if post and post.state == "ready" else self.missing()

    @route("DELETE", r"/api/v1/statuses/(?P<id>\d+)")
    def delete(self, account: str, ask: Ask, id: str) -> Reply:
        """Deletes one's own status."""
        post = self.post(id)
        if post is None or post.state != "ready" or post.account != account:
            return self.missing()
        self.change(id, state="gone")
        return as_json(self._status(post))

    @route("POST", r"/api/v2/media")
    def upload(self, account: str, ask: Ask) -> Reply:
        """Takes a file; a video is not ready at once."""
        name, data = ask.parts().get("file", ("", b""))
        if not data:
            return as_json({"error": "Validation failed: File can't be blank"}, 422)
        id = str(self.store.next_number())
        is_slow = name.endswith(".mp4")
        self.store.put(self.kind, "media", id, {"name": name, "size": len(data), "looks": 1 if is_slow else 0})
        return as_json({"id": id, "type": "video" if is_slow else "image", "url": None}, 202 if is_slow else 200)

    @route("GET", r"/api/v1/media/(?P<id>\d+)")
    def media(self, account: str, ask: Ask, id: str) -> Reply:
        """Whether a file is ready."""
        media = self.store.get(self.kind, "media", id)
        if media is None:
            return self.missing()
        self.store.put(self.kind, "media", id, {**media, "looks": media["looks"] - 1})
        return as_json({"id": id, "url": None}, 206 if media["looks"] > 0 else 200)

    def _status(self, post: SamplePost) -> dict[str, object]:
        figures = self.figures(post.id)
        sample = json.loads((SAMPLES / "status.json").read_text())
        return {
            **sample,
            "id": post.id,
            "created_at": post.at.isoformat().replace("+00:00", "Z"),
            "url": post.url,
            "uri": post.url,
            "content": f"<p>{escape(post.text)}</p>",
            "favourites_count": figures["likes"],
            "replies_count": figures["comments"],
            "reblogs_count": figures["shares"],
        }


FAKE = MastodonFake

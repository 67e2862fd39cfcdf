"""A sample receiver of webhooks, which checks every signature and keeps keys."""

from datetime import UTC, datetime
from urllib.parse import quote

from pufa.matrix.connectors.webhook import payloads
from pufa.matrix.fakes.platform import Ask, Platform, Reply, SamplePost, as_json, route

PREFIX = "secret-of-"
SKEW = 300


class WebhookFake(Platform):
    """/NAME receives for an account."""

    kind = "webhook"
    label = "示例接收系统"
    publishing = r"^/[^/?]+\?$"

    @classmethod
    def values(cls, account: str) -> dict[str, str]:
        """A secret that names the account."""
        return {"url": "https://receiver.example/pufa", "secret": f"{PREFIX}{account}"}

    def account_of(self, ask: Ask) -> str:
        """The account of the address, if its secret made the signature."""
        moment = int(ask.headers.get("pufa-timestamp", "0"))
        if abs(datetime.now(UTC).timestamp() - moment) > SKEW:
            return ""
        key, said = ask.headers.get("idempotency-key", ""), ask.headers.get("pufa-signature", "")
        account = ask.path.strip("/")
        good = payloads.signature(f"{PREFIX}{account}", method=ask.method, key=key, moment=moment, body=ask.body)
        return account if said == good else ""

    def address(self, account: str) -> str:
        """Each account has its own address."""
        return f"{self.base_url}/{quote(account)}"

    def expired(self) -> Reply:
        """The signature does not fit."""
        return as_json({"error": "the signature does not fit"}, 401)

    @route("POST", r"/[^/]+")
    def receive(self, account: str, ask: Ask) -> Reply:
        """Takes a message, once for each key."""
        data = ask.json()
        key = ask.headers.get("idempotency-key", "")
        if not key or data.get("key") != key:
            return as_json({"error": "the key is missing"}, 400)
        with self.store.lock:
            if self._of(account, key):
                return as_json({"error": "known key"}, 409)
            post = self.add_post(account, title=data.get("title", ""), text=data.get("text", ""), mark=key, key=key)
        return self._say(post)

    @route("GET", r"/[^/]+")
    def look(self, account: str, ask: Ask) -> Reply:
        """What became of a key."""
        post = self._of(account, ask.query.get("key", ""))
        return self._say(post) if post and post.state != "gone" else self.missing()

    @route("DELETE", r"/[^/]+")
    def take_back(self, account: str, ask: Ask) -> Reply:
        """Takes a message back."""
        post = self._of(account, ask.query.get("key", ""))
        if post is None or post.state == "gone":
            return self.missing()
        self.change(post.id, state="gone")
        return Reply(status=204)

    def _of(self, account: str, key: str) -> SamplePost | None:
        return next((post for post in self.posts(account) if post.mark == key), None)

    def _say(self, post: SamplePost) -> Reply:
        return as_json({"state": post.state, "url": post.url, "at": post.at.isoformat()})


FAKE = WebhookFake

"""A sample site with feeds, RSS and Atom, in UTF-8 and GBK."""

from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from pufa.matrix.fakes.platform import Ask, Platform, Reply, SamplePost, route


class FeedFake(Platform):
    """/NAME/feed is the account's RSS, /NAME/atom its Atom feed, /NAME/gbk its RSS in GBK."""

    kind = "feed"
    label = "示例网站"
    publishing = r"/(feed|atom|gbk)"

    @classmethod
    def values(cls, account: str) -> dict[str, str]:
        """The address of the account's feed."""
        return {"url": f"https://site.example/{account}/feed"}

    def address(self, account: str) -> str:
        """Each account has its own address."""
        return f"{self.base_url}/{quote(account)}/feed"

    def account_of(self, ask: Ask) -> str:
        """Feeds are public."""
        return ask.path.split("/")[1]

    @route("GET", r"/(?P<name>[^/]+)/feed", is_open=True)
    def rss(self, account: str, ask: Ask, name: str) -> Reply:
        """RSS 2.0."""
        return Reply(self._rss(name, "utf-8").encode(), content_type="application/rss+xml; charset=utf-8")

    @route("GET", r"/(?P<name>[^/]+)/gbk", is_open=True)
    def gbk(self, account: str, ask: Ask, name: str) -> Reply:
        """RSS 2.0 in GBK, as older sites send it."""
        return Reply(self._rss(name, "gbk").encode("gb18030"), content_type="text/xml")

    @route("GET", r"/(?P<name>[^/]+)/atom", is_open=True)
    def atom(self, account: str, ask: Ask, name: str) -> Reply:
        """Atom."""
        entries = "".join(
            f"<entry><id>tag:{escape(post.id)}</id><title>{escape(post.title)}</title>"
            f'<link href="{escape(post.url)}"/><updated>{post.at.isoformat()}</updated>'
            f'<content type="html">{escape(post.text)}</content></entry>'
            for post in self._shown(name)
        )
        body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(name)}（样例）</title>{entries}</feed>'
        return Reply(body.encode(), content_type="application/atom+xml")

    def _rss(self, name: str, charset: str) -> str:
        items = "".join(
            f"<item><title>{escape(post.title)}</title><link>{escape(post.url)}</link><guid>{escape(post.url)}</guid>"
            f"<pubDate>{format_datetime(post.at)}</pubDate><description>{escape(post.text)}</description></item>"
            for post in self._shown(name)
        )
        head = f'<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel>'
        return f"{head}<title>{escape(name)}（样例）</title>{items}</channel></rss>"

    def _shown(self, account: str) -> list[SamplePost]:
        return [post for post in reversed(self.posts(account)) if post.state == "ready"]


FAKE = FeedFake

"""A sample site whose accounts have public pages; those of every sample platform are at /u/NAME as well."""

from urllib.parse import quote

from pufa.matrix.fakes import pages
from pufa.matrix.fakes.platform import Ask, Platform, Reply, route


class WebpageFake(Platform):
    """/NAME/list is the account's page in UTF-8, /NAME/gbk the same in GBK."""

    kind = "webpage"
    label = "示例单位网站"
    publishing = r"/(list|gbk)"

    @classmethod
    def values(cls, account: str) -> dict[str, str]:
        """The address of the account's page, and where its posts stand."""
        return {"url": f"https://unit.example/{account}/list", "within": "#posts", "contains": "/p/"}

    def address(self, account: str) -> str:
        """Each account has its own address."""
        return f"{self.base_url}/{quote(account)}/list"

    def account_of(self, ask: Ask) -> str:
        """Pages are public."""
        return ask.path.split("/")[1]

    @route("GET", r"/(?P<name>[^/]+)/list", is_open=True)
    def page(self, account: str, ask: Ask, name: str) -> Reply:
        """The page."""
        return Reply(self._page(name).encode(), content_type="text/html; charset=utf-8")

    @route("GET", r"/(?P<name>[^/]+)/gbk", is_open=True)
    def gbk(self, account: str, ask: Ask, name: str) -> Reply:
        """The page in GBK, as older sites send it."""
        body = self._page(name).replace('charset="utf-8"', 'charset="gbk"')
        return Reply(body.encode("gb18030"), content_type="text/html")

    def _page(self, account: str) -> str:
        shown = [post for post in reversed(self.posts(account)) if post.state == "ready"]
        return pages.account_page(self.label, account, shown).decode()


FAKE = WebpageFake

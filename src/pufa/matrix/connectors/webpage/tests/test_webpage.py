from datetime import UTC, datetime
from pathlib import Path

import pytest

from pufa.matrix import connector
from pufa.matrix.connector import Access, ConnectorError, Form, Rendition
from pufa.matrix.connectors.webpage import fake, payloads
from pufa.matrix.tests import contract

SAMPLES = Path(fake.__file__).parent / "samples"


class TestWebpage(contract.ReadsContract):
    kind = "webpage"

    @property
    def path(self) -> str:
        return "/list"

    def connect(self, server, account, *, form="list", **how):
        access = server.access("webpage", account=account, **{"timeout": contract.USUAL, **how})
        address = access.base_url.removesuffix("list") + form
        return self.entry.connect(Access(access.values, base_url=address, allow_private=True, timeout=access.timeout))

    @pytest.mark.parametrize("form", ["list", "gbk"])
    def test_what_it_shows(self, server, account, form):
        self.prepare(server, account)
        one = self.connect(server, account, form=form)
        post = one.recent(since=contract.LONG_AGO)[0]
        assert post.title == "样例：普法进校园活动举行"
        assert post.at is not None
        assert "示例单位网站" in one.test(now=datetime.now(UTC)).name

    def test_a_piece_taken_over_is_found(self, server, account):
        self.prepare(server, account)
        one = self.connect(server, account)
        piece = Rendition(Form.ARTICLE, "样例:普法进校园活动举行", "文")
        found = one.find(piece, key="", since=datetime.now(UTC).replace(hour=0))
        assert found
        assert one.find(piece, key="", since=contract.LONG_AGO, known=[found.remote_id]) is None
        assert one.find(Rendition(Form.ARTICLE, "没有的题", "文"), key="", since=contract.LONG_AGO) is None

    def test_a_box_that_is_gone_asks_for_a_person(self, server, account):
        self.fail(server, "html")
        error = self.refused(self.connect(server, account))
        assert (error.kind, error.code) == ("reconnect", "no_such_box")

    def test_it_posts_nothing(self):
        assert not self.entry.can(connector.Publishes)


def test_samples_are_read():
    data = (SAMPLES / "list.html").read_bytes()
    title, posts = payloads.read(data, charset=None, address="https://unit.example/", rule=payloads.Rule("news"))
    assert title == "示例单位 - 普法专栏"
    assert [(post.title, post.url) for post in posts] == [
        ("样例：普法进校园活动在示例中学举行", "https://unit.example/news/77.html"),
        ("样例：网络安全宣传周开幕", "https://unit.example/news/76.html"),
    ]
    assert posts[1].at == datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)
    rule = payloads.Rule(contains="other.example")
    assert len(payloads.read(data, charset=None, address="https://unit.example/", rule=rule)[1]) == 1


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"   "])
def test_what_is_no_page_is_said_so(data):
    with pytest.raises(ConnectorError) as caught:
        payloads.read(data, charset=None, address="https://x.example/", rule=payloads.Rule())
    assert caught.value.code == "not_a_page"


@pytest.mark.parametrize(
    "data",
    [
        b"<" * 5000,
        b"<div>" * 5000,
        b"<a href='http://[bad'>sample sample</a>",
        b"<a href='javascript:alert(1)'>sample sample</a>",
    ],
)
def test_a_broken_page_shows_nothing(data):
    assert payloads.read(data, charset=None, address="https://x.example/", rule=payloads.Rule())[1] == ()

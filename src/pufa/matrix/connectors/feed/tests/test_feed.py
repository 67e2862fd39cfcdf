from datetime import UTC, datetime
from pathlib import Path

import pytest

from pufa.matrix import connector
from pufa.matrix.connector import Access, ConnectorError, Form, Rendition
from pufa.matrix.connectors.feed import fake, payloads
from pufa.matrix.tests import contract

SAMPLES = Path(fake.__file__).parent / "samples"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    "<rss><channel><title>&b;</title></channel></rss>"
)


class TestFeed(contract.ReadsContract):
    kind = "feed"

    @property
    def path(self) -> str:
        return "/feed"

    def connect(self, server, account, *, form="feed", **how):
        access = server.access("feed", account=account, **{"timeout": contract.USUAL, **how})
        address = access.base_url.removesuffix("feed") + form
        return self.entry.connect(Access(access.values, base_url=address, allow_private=True, timeout=access.timeout))

    @pytest.mark.parametrize("form", ["feed", "atom", "gbk"])
    def test_what_it_shows(self, server, account, form):
        self.prepare(server, account)
        one = self.connect(server, account, form=form)
        post = one.recent(since=contract.LONG_AGO)[0]
        assert post.title == "样例：普法进校园活动举行"
        assert contract.TEXT in post.text
        assert post.at is not None
        assert one.recent(since=datetime.now(UTC).replace(year=2099)) == ()
        assert one.test(now=datetime.now(UTC)).name.endswith("（样例）")

    def test_a_piece_taken_over_is_found_by_title_or_link(self, server, account):
        platform = server.platforms["feed"]
        platform.add_post(account, title="另一个标题", text='见 <a href="http://pufa.example/pieces/9?a=1">原文</a>')
        platform.add_post(account, title="样例：个人信息 怎么保护！", text="摘要")
        one = self.connect(server, account)
        by_link = Rendition(Form.ARTICLE, "没有的标题", "文", link="https://pufa.example/pieces/9/")
        by_title = Rendition(Form.ARTICLE, "样例:个人信息怎么保护", "文", link="https://pufa.example/pieces/8/")
        neither = Rendition(Form.ARTICLE, "没有", "文", link="https://pufa.example/pieces/7/")
        first = one.find(by_link, key="", since=contract.LONG_AGO)
        assert first
        assert one.find(by_link, key="", since=contract.LONG_AGO, known=[first.remote_id]) is None
        assert one.find(by_title, key="", since=contract.LONG_AGO)
        assert one.find(neither, key="", since=contract.LONG_AGO) is None

    def test_it_posts_nothing(self):
        assert not self.entry.can(connector.Publishes)
        assert self.entry.can(connector.Reads)
        assert self.entry.limits.forms == ()

    def test_a_page_is_no_feed(self, server, account):
        self.fail(server, "html")
        error = self.refused(self.connect(server, account))
        assert (error.kind, error.code) == ("retry", "not_a_feed")


@pytest.mark.parametrize("data", [b"", b"<html><p>x", BOMB.encode(), b"\x89PNG\r\n", b"<rss>" * 100])
def test_what_is_no_feed_is_said_so(data):
    with pytest.raises(ConnectorError) as caught:
        payloads.read(data, charset=None, address="https://x.example/")
    assert caught.value.code == "not_a_feed"


def test_samples_are_read():
    title, posts = payloads.read((SAMPLES / "rss.xml").read_bytes(), charset=None, address="https://unit.example/rss")
    assert (title, posts[0].url, posts[0].remote_id) == ("示例单位", "https://unit.example/news/77", "77")
    assert posts[0].at == datetime(2026, 11, 25, 2, tzinfo=UTC)
    _, posts = payloads.read((SAMPLES / "rdf.xml").read_bytes(), charset=None, address="https://unit.example/")
    assert posts[0].at == datetime(2026, 11, 25, 2, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "gestern", "2026-13-01", "Wed, 99 Nov 2026"])
def test_times_that_are_none(text):
    assert payloads.moment(text) is None

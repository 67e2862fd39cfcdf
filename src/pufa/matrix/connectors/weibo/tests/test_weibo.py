import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pufa.matrix import limits
from pufa.matrix.calling import Answer
from pufa.matrix.connector import Media
from pufa.matrix.connectors.weibo import connector as weibo
from pufa.matrix.connectors.weibo import fake, payloads
from pufa.matrix.tests import contract

SAMPLES = Path(fake.__file__).parent / "samples"


class TestWeibo(contract.PublishesContract, contract.AuthorisesContract, contract.MeasuresContract):
    kind = "weibo"
    can_renew = False

    def test_a_link_to_elsewhere_is_refused_before_the_call(self, server, account):
        error = self.refused(self.connect(server, account), link="https://notpufa.example/1/")
        assert (error.kind, error.code) == ("rejected", "link_domain")
        assert server.calls == []

    def test_topics_lose_their_marks(self, server, account):
        self.connect(server, account).publish(self.rendition(text="#法治宣传# 样例：今天讲个人信息保护"), key=account)
        assert server.posts("weibo", account)[0].text.startswith("法治宣传 样例")

    def test_a_picture_goes_along(self, server, account):
        picture = Media("封面.png", "image/png", contract.PNG)
        self.connect(server, account).publish(self.rendition(media=(picture,)), key=account)
        assert server.posts("weibo", account)[0].more["has_picture"]

    def test_words_refused_as_repeated_are_our_own_post(self, server, account, monkeypatch):
        monkeypatch.setattr(server.platforms["weibo"], "refuses_repeats", True)
        one = self.connect(server, account)
        first = one.publish(self.rendition(), key=account)
        assert one.publish(self.rendition(), key=account).remote_id == first.remote_id
        assert len(self.alive(server, account)) == 1

    def test_it_is_told_when_the_token_ends(self, server, account):
        now = datetime(2026, 11, 25, tzinfo=UTC)
        assert self.connect(server, account).test(now=now).expires_at == now + timedelta(days=30)

    def test_a_busy_platform_leaves_a_doubt(self, server, account):
        self.fail(server, "status", status=503)
        error = self.refused(self.connect(server, account))
        assert error.is_uncertain

    def test_its_length_is_counted_in_halves(self):
        long = self.rendition(text="法" * 130)
        assert [problem.code for problem in limits.problems(self.entry.limits, long)] == ["text_long"]
        assert limits.problems(self.entry.limits, self.rendition(text="a" * 250)) == ()


def test_samples_are_read():
    post = payloads.post_of(json.loads((SAMPLES / "status.json").read_text()), weibo.WEB)
    assert post.url == "https://weibo.com/1000000001/5100000000000001"
    assert post.at == datetime(2026, 11, 25, 2, tzinfo=UTC)
    error = payloads.judge(Answer(403, {}, (SAMPLES / "error.json").read_bytes()))
    assert (error.kind, error.code) == ("reconnect", "21327")

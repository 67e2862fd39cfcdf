import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pufa.matrix import sameness
from pufa.matrix.calling import Answer
from pufa.matrix.connector import ConnectorError, Form, Media, PostState
from pufa.matrix.connectors.wechat import fake, payloads
from pufa.matrix.tests import contract

SAMPLES = Path(fake.__file__).parent / "samples"


class TestWeChat(contract.PublishesContract, contract.AuthorisesContract, contract.MeasuresContract):
    kind = "wechat"
    form = Form.ARTICLE
    figures_known = ("reads", "shares")

    def test_a_draft_left_behind_is_taken_up(self, server, account):
        self.fail(server, "status", status=500)
        one = self.connect(server, account)
        self.refused(one)
        self.settled(one, one.publish(self.rendition(), key="probe"))
        drafts = [row for _, row in server.store.all("wechat", "drafts") if row["account"] == account]
        assert len(drafts) == 1
        assert len(self.alive(server, account)) == 1

    def test_the_mark_of_the_key_stands_in_the_link(self, server, account):
        self.connect(server, account).publish(self.rendition(), key=account)
        assert server.posts("wechat", account)[0].mark == sameness.mark(account)

    def test_the_same_words_of_another_key_are_another_article(self, server, account):
        one = self.connect(server, account)
        self.settled(one, one.publish(self.rendition(), key="first"))
        assert self.found(one, "second") is None
        assert self.found(one, "first") is not None

    def test_a_token_replaced_meanwhile_is_fetched_anew(self, server, account):
        one = self.connect(server, account)
        one.recent()
        server.platforms["wechat"].set_account(account, token_number=2)
        one.publish(self.rendition(), key=account)
        assert len(server.posts("wechat", account)) == 1
        assert sum("stable_token" in path for _, path, _ in server.calls) == 2

    def test_pictures_stand_where_they_were_placed(self, server, account):
        pictures = tuple(Media(f"{name}.png", "image/png", contract.PNG) for name in ("cover", "inside", "last"))
        html = '<p>样例</p><img src="media:inside.png"><p>正文</p>'
        self.connect(server, account).publish(self.rendition(html=html, media=pictures), key=account)
        body = server.posts("wechat", account)[0].text
        assert "media:" not in body
        assert body.index("inside.png") < body.index("正文") < body.index("last.png")

    def test_wechats_own_review_may_refuse(self, server, account):
        one = self.connect(server, account)
        pending = one.publish(self.rendition(), key=account)
        server.platforms["wechat"].change(server.posts("wechat", account)[0].id, state="rejected")
        refused = one.status(pending.remote_id)
        assert (refused.state, refused.detail) == (PostState.REJECTED, "平台审核不通过")

    def test_what_is_still_being_published_is_withdrawn_later(self, server, account):
        from datetime import timedelta

        platform = server.platforms["wechat"]
        one = self.connect(server, account)
        platform.work = timedelta(minutes=5)
        try:
            pending = one.publish(self.rendition(), key=account)
            assert one.status(pending.remote_id).check_after
            with pytest.raises(ConnectorError) as caught:
                one.withdraw(pending.remote_id)
        finally:
            platform.work = timedelta(0)
        assert (caught.value.kind, caught.value.code) == ("retry", "pending")
        assert one.withdraw(pending.remote_id).state is PostState.GONE

    def test_new_and_lost_followers_are_summed_over_sources(self, server, account):
        figures = self.connect(server, account).measure_account(day=date(2026, 11, 24))
        assert (figures.gained, figures.lost) == (17, 3)

    def test_many_publications_are_looked_through(self, server, account):
        one = self.connect(server, account)
        for number in range(25):
            one.publish(self.rendition(title=f"样例第{number}篇"), key=f"key-{number}")
        found = one.find(self.rendition(title="样例第0篇"), key="key-0", since=datetime(2026, 1, 1, tzinfo=UTC))
        assert found is not None
        assert len(one.recent(most=7)) == 7


@pytest.mark.parametrize(
    ("code", "kind"),
    [(40001, "reconnect"), (42001, "reconnect"), (48001, "reconnect"), (40164, "reconnect"), (45009, "limit"),
     (45011, "limit"), (-1, "retry"), (45003, "rejected"), (53503, "rejected")],
)  # fmt: skip
def test_codes(code, kind):
    answer = Answer(200, {}, json.dumps({"errcode": code, "errmsg": "样例"}).encode())
    assert payloads.judge(answer).kind == kind


def test_samples_are_read():
    sample = json.loads((SAMPLES / "freepublish_get.json").read_text())
    done = payloads.progress(sample, publish_id="1")
    assert (done.state, done.remote_id) == (PostState.READY, "article:SAMPLE_ARTICLE_ID")
    assert done.url == "https://mp.weixin.qq.com/s/sample"
    row = json.loads((SAMPLES / "articlesummary.json").read_text())["list"][0]
    assert payloads.figures_of(row, "x", date(2026, 11, 24)).reads == 310
    assert payloads.judge(Answer(200, {}, (SAMPLES / "error.json").read_bytes())).code == "48001"

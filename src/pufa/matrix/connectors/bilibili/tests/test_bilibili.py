import json
from datetime import UTC, date, datetime
from pathlib import Path

from pufa.matrix.calling import Answer
from pufa.matrix.connector import Form, Media, PostState
from pufa.matrix.connectors.bilibili import connector as bilibili
from pufa.matrix.connectors.bilibili import fake, payloads
from pufa.matrix.tests import contract

SAMPLES = Path(fake.__file__).parent / "samples"


class TestBilibili(contract.PublishesContract, contract.AuthorisesContract, contract.MeasuresContract):
    kind = "bilibili"
    form = Form.ARTICLE
    figures_known = ("reads", "likes", "comments", "shares")

    def test_a_wrong_secret_is_a_wrong_signature(self, server, account):
        one = self.entry.connect(server.access("bilibili", account=account, values={"client_secret": "another"}))
        assert self.refused(one).kind == "reconnect"

    def test_a_picture_placed_in_the_body_is_at_bilibilis_address(self, server, account):
        picture = Media("a.png", "image/png", contract.PNG)
        html = '<p>样例</p><img src="media:a.png">' + f"<p>{contract.TEXT}</p>" * 2
        self.connect(server, account).publish(self.rendition(html=html, media=(picture,)), key=account)
        assert "media:" not in server.posts("bilibili", account)[0].text


class TestVideos(contract.PublishesContract, contract.MeasuresContract):
    kind = "bilibili"
    form = Form.VIDEO
    figures_known = ("reads", "likes", "comments", "shares")

    def test_a_large_video_goes_in_parts(self, server, account, monkeypatch, tmp_path):
        monkeypatch.setattr(bilibili, "SINGLE_BYTES", 1000)
        monkeypatch.setattr(bilibili, "PART_BYTES", 400)
        file = tmp_path / "long.mp4"
        file.write_bytes(b"v" * 1150)
        media = (Media("long.mp4", "video/mp4", file), Media("c.png", "image/png", contract.PNG))
        self.connect(server, account).publish(self.rendition(media=media), key=account)
        post = server.posts("bilibili", account)[0]
        assert post.more["size"] == 1150
        assert "c.png" in post.more["cover"]
        assert sum("/part/upload" in path for _, path, _ in server.calls) == 3

    def test_a_video_refused_by_the_platform(self, server, account):
        one = self.connect(server, account)
        pending = one.publish(self.rendition(), key=account)
        server.platforms["bilibili"].change(server.posts("bilibili", account)[0].id, state="rejected")
        assert one.status(pending.remote_id).state is PostState.REJECTED


def test_the_signature_is_as_the_manual_says():
    headers = payloads.signed(key="k", secret="s", body=b"", nonce="n", moment=datetime(2026, 11, 25, tzinfo=UTC))
    assert headers["x-bili-content-md5"] == "d41d8cd98f00b204e9800998ecf8427e"
    assert len(headers["Authorization"]) == 64


def test_samples_are_read():
    video = json.loads((SAMPLES / "video.json").read_text())
    assert payloads.video_of(video).state is PostState.READY
    article = json.loads((SAMPLES / "article.json").read_text())
    assert payloads.article_post(article, bilibili.WEB).url.endswith("cv40000001")
    assert payloads.figures_of(article["stats"], "article:1", date(2026, 11, 25)).reads == 8
    assert payloads.judge(Answer(200, {}, (SAMPLES / "error.json").read_bytes())).kind == "reconnect"

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pufa.matrix.calling import Answer
from pufa.matrix.connector import Form, Media, PostState
from pufa.matrix.connectors.douyin import connector as douyin
from pufa.matrix.connectors.douyin import fake, payloads
from pufa.matrix.tests import contract

SAMPLES = Path(fake.__file__).parent / "samples"


class TestDouyin(contract.PublishesContract, contract.AuthorisesContract, contract.MeasuresContract):
    kind = "douyin"
    form = Form.VIDEO
    figures_known = ("reads", "likes", "comments", "shares")

    def test_pictures_with_a_caption(self, server, account):
        pictures = tuple(Media(f"{n}.png", "image/png", contract.PNG) for n in range(3))
        one = self.connect(server, account)
        post = self.settled(one, one.publish(self.rendition(form=Form.PICTURES, media=pictures), key=account))
        assert post.state is PostState.READY
        assert server.posts("douyin", account)[0].more["pictures"] == 3

    def test_a_large_video_goes_in_parts(self, server, account, monkeypatch, tmp_path):
        monkeypatch.setattr(douyin, "SINGLE_BYTES", 1000)
        monkeypatch.setattr(douyin, "PART_BYTES", 400)
        file = tmp_path / "long.mp4"
        file.write_bytes(b"v" * 1150)
        self.connect(server, account).publish(
            self.rendition(media=(Media("long.mp4", "video/mp4", file),)), key=account
        )
        assert server.posts("douyin", account)[0].more["size"] == 1150
        assert sum("upload_video_part" in path for _, path, _ in server.calls) == 2

    def test_in_review_it_is_pending_and_already_found(self, server, account):
        platform = server.platforms["douyin"]
        one = self.connect(server, account)
        platform.work = timedelta(minutes=5)
        try:
            pending = one.publish(self.rendition(), key=account)
            assert one.status(pending.remote_id).state is PostState.PENDING
            assert self.found(one, account).state is PostState.PENDING
        finally:
            platform.work = timedelta(0)
        assert one.status(pending.remote_id).state is PostState.READY

    def test_a_work_refused_by_the_platform(self, server, account):
        one = self.connect(server, account)
        pending = one.publish(self.rendition(), key=account)
        server.platforms["douyin"].change(pending.remote_id, state="rejected")
        assert (one.status(pending.remote_id).state, one.status(pending.remote_id).detail) == ("rejected", "不适宜公开")

    def test_a_new_token_comes_with_its_end(self, server, account):
        now = datetime(2026, 11, 25, tzinfo=UTC)
        grant = self.connect(server, account).refresh(now=now)
        assert grant.expires_at == now + timedelta(days=15)
        assert set(grant.values) == {"access_token", "refresh_token"}
        assert "token-" not in repr(grant)

    def test_a_day_out_of_reach_has_no_figure(self, server, account):
        assert self.connect(server, account).measure_account(day=date(2020, 1, 1)).followers is None


def test_samples_are_read():
    row = json.loads((SAMPLES / "video.json").read_text())
    assert payloads.work_of(row).state is PostState.READY
    assert payloads.figures_of(row, date(2026, 11, 25)).reads == 3000
    error = payloads.judge(Answer(200, {}, (SAMPLES / "error.json").read_bytes()))
    assert (error.kind, error.code) == ("reconnect", "28001008")

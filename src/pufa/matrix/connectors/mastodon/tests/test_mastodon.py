import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pufa.matrix.connector import Form, Media
from pufa.matrix.connectors.mastodon import fake, payloads
from pufa.matrix.tests import contract

SAMPLES = Path(fake.__file__).parent / "samples"


class TestMastodon(contract.PublishesContract, contract.AuthorisesContract, contract.MeasuresContract):
    kind = "mastodon"

    def test_a_video_is_posted_once_the_server_worked_on_it(self, server, account):
        one = self.connect(server, account)
        video = Media("v.mp4", "video/mp4", contract.MP4, "样例视频")
        one.publish(self.rendition(form=Form.VIDEO, media=(video,)), key=account)
        assert len(server.posts("mastodon", account)[0].more["media"]) == 1
        assert sum("/api/v1/media/" in path for _, path, _ in server.calls) == 2

    def test_the_time_of_the_reset_is_the_wait(self, server, account):
        self.fail(server, "limited")
        wait = self.refused(self.connect(server, account)).retry_after
        assert wait == timedelta(days=1)

    def test_too_long_a_text_is_refused_for_good(self, server, account):
        error = self.refused(self.connect(server, account), text="法" * 600)
        assert (error.kind, error.code, error.is_uncertain) == ("rejected", "422", False)


def test_samples_are_read():
    status = json.loads((SAMPLES / "status.json").read_text())
    post = payloads.post_of(status)
    assert post.at == datetime(2026, 11, 25, 2, tzinfo=UTC)
    assert payloads.figures_of(status, date(2026, 11, 25)).shares == 5

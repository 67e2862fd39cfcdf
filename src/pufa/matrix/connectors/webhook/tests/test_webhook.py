import base64
import json
from pathlib import Path

from pufa.matrix.connector import Form, Media, PostState
from pufa.matrix.connectors.webhook import fake, payloads
from pufa.matrix.tests import contract

SAMPLES = Path(fake.__file__).parent / "samples"


class TestWebhook(contract.PublishesContract, contract.AuthorisesContract):
    kind = "webhook"

    def test_a_known_key_is_answered_with_the_first_post(self, server, account):
        one = self.connect(server, account)
        first = one.publish(self.rendition(), key=account)
        again = one.publish(self.rendition(text="别的字"), key=account)
        assert (again.state, again.url) == (PostState.READY, first.url)
        assert len(server.posts("webhook", account)) == 1

    def test_an_empty_answer_is_an_answer(self):
        assert payloads.published({}, key="k").state is PostState.READY

    def test_two_keys_with_the_same_words_are_two_posts(self, server, account):
        one = self.connect(server, account)
        assert one.publish(self.rendition(), key="a").remote_id != one.publish(self.rendition(), key="b").remote_id
        assert len(server.posts("webhook", account)) == 2

    def test_another_secret_is_refused(self, server, account):
        one = self.entry.connect(server.access("webhook", account=account, values={"secret": "another-secret"}))
        assert self.refused(one).kind == "reconnect"


def test_files_go_along_whole():
    picture = Media("封面.png", "image/png", contract.PNG, "样例图")
    data = contract.Rendition(Form.SHORT, "题", "文", media=(picture,))
    sent = payloads.message(data, key="k")["media"][0]
    assert base64.b64decode(sent["base64"]) == contract.PNG


def test_samples_are_read():
    message = json.loads((SAMPLES / "message.json").read_text())
    assert set(message) == set(payloads.message(contract.Rendition(Form.SHORT, "", ""), key="k"))
    answer = payloads.published(json.loads((SAMPLES / "answer.json").read_text()), key="k")
    assert (answer.state, answer.url) == (PostState.READY, "https://county.example/news/77")

"""What every connector must do, over a real socket. A kind's own tests subclass these and name the kind.

`ReadsContract` holds for every kind that calls somebody; `PublishesContract` for those that post.
"""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import pytest

from pufa.matrix import connector, fakes, limits
from pufa.matrix.connector import Access, ConnectorError, ErrorKind, Form, Media, PostState, Rendition

SHORT = timedelta(seconds=0.4)
USUAL = timedelta(seconds=10)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
# A picture of one point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"sample" * 10
TEXT = (
    "样例稿件：个人信息保护法明确，处理个人信息应当具有明确、合理的目的，并应当与处理目的直接相关，"
    "采取对个人权益影响最小的方式。收集个人信息，应当限于实现处理目的的最小范围。"
)


# Answers that are JSON and nothing a platform should say; names are those the platforms use.
ODD = [
    "{}", "[]", "null", "0", '"x"', "[null]", '[{"id": null}]', '{"data": null}', '{"data": []}', '{"data": "x"}',
    '{"data": {}}', '{"code": 0, "data": {"list": null, "page": null}}', '{"code": "0", "message": null}',
    '{"data": {"list": [null, 1, "x", {}], "articles": [1], "has_more": "x", "cursor": "y", "result_list": [1]}}',
    '{"data": {"item_id": 7, "id": "x", "resource_id": 5, "list": [{"video_status": "x", "create_time": -1e99}]}}',
    '{"item": null}', '{"item": [null, {"content": null}, {"content": {"news_item": [null]}, "update_time": "x"}]}',
    '{"access_token": "t", "item": [{"update_time": 1e99, "article_id": {}}], "list": [null, 1, {"msgid": {}}]}',
    '{"access_token": 5, "expires_in": "x", "list": [{"new_user": "x", "cumulate_user": null}]}',
    '{"access_token": "t", "list": [{"new_user": null, "cancel_user": {}, "cumulate_user": "x"}], "media_id": []}',
    '{"access_token": "t", "publish_status": "x", "article_detail": {"item": [null]}, "media_id": "m"}',
    '{"access_token": "t", "publish_status": 0, "article_detail": {"item": {}}, "publish_id": null}',
    '{"errcode": "x"}', '{"error_code": {}}', '{"error": {}}', '{"statuses": [null, {"user": 1, "created_at": 9}]}',
    '{"uid": 1, "expire_in": 1e400, "followers_count": "x", "statuses": {}}', '{"uid": true, "id": "1", "idstr": 5}',
    '{"uid": 1, "expire_in": 99999999999999999999, "followers_count": -5, "id": "1", "content": 5, "created_at": []}',
    '{"state": {}, "url": [], "at": "9999-99-99"}', '{"state": "ready", "at": "2026-01-01T00:00:00"}',
]  # fmt: skip


class ReadsContract:
    """For every kind: `probe` makes the one call that is put to the test."""

    kind: ClassVar[str]

    @pytest.fixture(scope="class")
    @classmethod
    def running(cls) -> Iterator[fakes.Server]:
        with fakes.serve(cls.kind) as server:
            yield server

    @pytest.fixture
    def server(self, running: fakes.Server) -> Iterator[fakes.Server]:
        running.calls.clear()
        yield running
        running.heal()

    @pytest.fixture
    def account(self, request) -> str:
        return f"acct-{request.node.name.replace('[', '-').rstrip(']')}"

    @property
    def entry(self) -> connector.Kind:
        return import_module(f"pufa.matrix.connectors.{self.kind}").KIND

    def connect(self, server: fakes.Server, account: str, **how):
        return self.entry.connect(server.access(self.kind, account=account, **{"timeout": USUAL, **how}))

    def probe(self, one, **how):
        return one.recent()

    def prepare(self, server: fakes.Server, account: str) -> None:
        """Puts there what `probe` reads."""
        server.platforms[self.kind].add_post(account, title="样例：普法进校园活动举行", text=TEXT)

    @property
    def path(self) -> str:
        """The path `probe` calls."""
        return ""

    def fail(self, server: fakes.Server, wrong: str, **how):
        return server.fail(self.kind, wrong, **{"path": self.path, **how})

    def refused(self, one, **how) -> ConnectorError:
        with pytest.raises(ConnectorError) as caught:
            self.probe(one, **how)
        return caught.value

    def test_the_kind_is_complete(self):
        entry = self.entry
        folder = Path(import_module(f"pufa.matrix.connectors.{self.kind}").__file__).parent
        assert (entry.name, bool(entry.label), bool(entry.label_zh)) == (self.kind, True, True)
        assert all(field.label and field.label_zh for field in entry.fields)
        assert bool(entry.limits.forms) == entry.can(connector.Publishes)
        readme = (folder / "README.md").read_text()
        assert "2026-" in readme
        for sample in folder.glob("samples/*.json"):
            json.loads(sample.read_text())

    def test_a_missing_value_is_said_without_a_call(self, server, account):
        access = server.access(self.kind, account=account)
        for field in self.entry.fields:
            if field.is_required:
                values = {name: value for name, value in access.values.items() if name != field.name}
                with pytest.raises(ConnectorError) as caught:
                    self.entry.connect(Access(values, base_url=access.base_url, allow_private=True))
                assert caught.value.kind is ErrorKind.RECONNECT
                assert field.name in caught.value.detail
        assert server.calls == []

    @pytest.mark.parametrize(("header", "wait"), [("7", timedelta(seconds=7)), ("", None), ("soon", None)])
    def test_too_many_calls_with_and_without_a_time(self, server, account, header, wait):
        self.fail(server, "status", status=429, retry_after=header)
        error = self.refused(self.connect(server, account))
        assert (error.kind, error.retry_after, error.is_uncertain) == (ErrorKind.LIMIT, wait, False)

    @pytest.mark.parametrize("status", [500, 502, 503])
    def test_a_disturbed_platform_is_tried_again(self, server, account, status):
        self.fail(server, "status", status=status, retry_after="30" if status == 503 else "")
        error = self.refused(self.connect(server, account))
        assert error.kind is ErrorKind.RETRY
        assert error.retry_after == (timedelta(seconds=30) if status == 503 else None)

    def test_half_an_answer_is_tried_again(self, server, account):
        self.prepare(server, account)
        self.fail(server, "cut")
        assert self.refused(self.connect(server, account)).kind is ErrorKind.RETRY

    def test_no_answer_is_tried_again(self, server, account):
        self.fail(server, "silent")
        error = self.refused(self.connect(server, account, timeout=SHORT))
        assert (error.kind, error.code) == (ErrorKind.RETRY, "timeout")

    def test_an_answer_without_end_is_cut_off(self, server, account):
        self.fail(server, "huge")
        error = self.refused(self.connect(server, account))
        assert (error.kind, error.code) == (ErrorKind.RETRY, "too_large")

    def test_nobody_is_sent_elsewhere(self, server, account):
        self.fail(server, "redirect", address=f"{server.base_url}/{self.kind}/away")
        error = self.refused(self.connect(server, account))
        assert (error.kind, error.code) == (ErrorKind.RETRY, "redirect")
        assert not any("/away" in path for _, path, _ in server.calls)

    @pytest.mark.parametrize("wrong", ["gbk", "mislabelled"])
    def test_a_wrong_charset_label_is_seen_through(self, server, account, wrong):
        self.prepare(server, account)
        self.fail(server, wrong)
        assert self.probe(self.connect(server, account))
        server.heal()
        assert server.doubles() == {}

    def test_an_address_inside_is_refused_unless_allowed(self, server, account):
        for address in (server.platforms[self.kind].base_url, "https://127.0.0.1:9/x", "https://169.254.169.254"):
            access = server.access(self.kind, account=account)
            one = self.entry.connect(Access(access.values, base_url=address))
            error = self.refused(one)
            assert error.kind is ErrorKind.RECONNECT
        assert server.calls == []

    def test_odd_answers_are_refused_or_understood_but_break_nothing(self, server, account):
        now = datetime.now(UTC)
        piece = Rendition(Form.SHORT, "题", TEXT, link="https://pufa.example/1/")
        acts = {
            "publish": self.probe,
            "status": lambda one: one.status("article:1"),
            "find": lambda one: one.find(piece, key="k", since=LONG_AGO),
            "withdraw": lambda one: one.withdraw("video:1"),
            "recent": lambda one: one.recent(since=LONG_AGO),
            "measure_account": lambda one: one.measure_account(day=now.date()),
            "measure_posts": lambda one: one.measure_posts(day=now.date(), remote_ids=["1"]),
            "test": lambda one: one.test(now=now),
            "refresh": lambda one: one.refresh(now=now),
        }
        broken = []
        for body in ODD:
            server.heal()
            server.fail(self.kind, "answer", path="", times=10_000, body=body)
            for name, act in acts.items():
                one = self.connect(server, account)
                try:
                    if hasattr(one, name):
                        act(one)
                except ConnectorError:
                    continue
                except Exception as error:  # noqa: BLE001
                    broken.append((name, body, repr(error)))
        assert broken == [], "\n".join(map(str, broken))

    def test_nobody_listening_is_tried_again(self, server, account):
        from pufa.matrix.fakes.server import free_port

        access = server.access(self.kind, account=account)
        address = f"http://127.0.0.1:{free_port()}/x"
        error = self.refused(self.entry.connect(Access(access.values, base_url=address, allow_private=True)))
        assert (error.kind, error.is_uncertain) == (ErrorKind.RETRY, False)

    def test_no_secret_is_told(self, server, account, caplog):
        caplog.set_level(logging.DEBUG)
        access = server.access(self.kind, account=account)
        secrets = [access.values[field.name] for field in self.entry.fields if field.is_secret]
        self.fail(server, "status", status=400)
        error = self.refused(self.connect(server, account))
        self.fail(server, "html")
        told = [str(error), repr(error), repr(access), caplog.text]
        assert not [secret for secret in secrets if any(secret in text for text in told)]


class AuthorisesContract:
    """For kinds with credentials that can end."""

    can_renew: ClassVar[bool] = True

    def test_expired_credentials_ask_for_a_person(self, server, account):
        server.platforms[self.kind].set_account(account, name=account, followers=1, is_expired=True)
        one = self.connect(server, account)
        assert self.refused(one).kind is ErrorKind.RECONNECT
        with pytest.raises(ConnectorError) as caught:
            one.test(now=datetime.now(UTC))
        assert caught.value.kind is ErrorKind.RECONNECT

    def test_a_token_that_ends_meanwhile_asks_for_a_person(self, server, account):
        self.fail(server, "expired", times=9)
        assert self.refused(self.connect(server, account)).kind is ErrorKind.RECONNECT

    def test_the_platforms_own_words_for_too_many_calls(self, server, account):
        self.fail(server, "limited")
        assert self.refused(self.connect(server, account)).kind is ErrorKind.LIMIT

    def test_good_credentials_are_known(self, server, account):
        found = self.connect(server, account).test(now=datetime.now(UTC))
        assert found.remote_id
        assert server.posts(self.kind, account) == []

    def test_credentials_can_be_renewed_or_say_why_not(self, server, account):
        one = self.connect(server, account)
        if not self.can_renew:
            with pytest.raises(ConnectorError) as caught:
                one.refresh(now=datetime.now(UTC))
            assert caught.value.kind is ErrorKind.RECONNECT
            return
        grant = one.refresh(now=datetime.now(UTC))
        access = server.access(self.kind, account=account)
        values = {**access.values, **grant.values}
        renewed = self.entry.connect(Access(values, base_url=access.base_url, allow_private=True))
        assert renewed.test(now=datetime.now(UTC)).remote_id


class MeasuresContract:
    """For kinds that give figures."""

    def test_figures_of_account_and_post_are_the_platforms(self, server, account):
        one = self.connect(server, account)
        server.platforms[self.kind].set_account(account, name="样例账号", followers=1_030_000, is_expired=False)
        post = self.settled(one, one.publish(self.rendition(), key=f"{account}-figures"))
        known = server.posts(self.kind, account)[0]
        server.platforms[self.kind].set_figures(known.id, reads=3000, likes=120, comments=7, shares=31, favourites=9)
        day = self.figures_day()
        assert one.measure_account(day=day).followers == 1_030_000
        found = one.measure_posts(day=day, remote_ids=[post.remote_id])
        assert [figures.remote_id for figures in found] == [post.remote_id]
        for name in self.figures_known:
            assert getattr(found[0], name) == {"reads": 3000, "likes": 120, "comments": 7, "shares": 31}[name]

    def figures_day(self) -> date:
        return fakes.platform.today()

    figures_known: ClassVar[tuple[str, ...]] = ("likes", "comments", "shares")


class PublishesContract(ReadsContract):
    """For kinds that post and find."""

    form: ClassVar[Form] = Form.SHORT

    @property
    def path(self) -> str:
        return fakes.load(self.kind).publishing

    def prepare(self, server: fakes.Server, account: str) -> None:
        """Nothing need be there before one posts."""

    def probe(self, one, **how):
        return one.publish(self.rendition(**how), key="probe")

    def rendition(self, **changed) -> Rendition:
        limits_here = self.entry.limits.of(self.form)
        media = [Media(f"p{n}.png", "image/png", PNG, "样例图") for n in range(limits_here.pictures[0])]
        media += [Media("v.mp4", "video/mp4", MP4)] if limits_here.videos[0] else []
        if limits_here.summary == 0 or self.form is not Form.ARTICLE:
            html = ""
        else:
            html = "".join(f"<p>{part}</p>" for part in (TEXT, TEXT.replace("样例", "说明")))
        basis = {
            "form": self.form,
            "title": "样例：个人信息怎么保护",
            "text": TEXT if self.form is not Form.ARTICLE else "\n".join((TEXT, TEXT.replace("样例", "说明"), TEXT)),
            "html": html,
            "summary": "样例摘要",
            "link": "https://pufa.example/pieces/1/",
            "media": tuple(media),
        }
        return Rendition(**{**basis, **changed})

    def settled(self, one, published):
        """Asks until the platform is done."""
        for _ in range(5):
            if published.state is not PostState.PENDING:
                return published
            published = one.status(published.remote_id)
        raise AssertionError("still pending")

    def found(self, one, key: str, **how):
        return one.find(self.rendition(), key=key, **{"since": LONG_AGO, **how})

    def alive(self, server, account) -> list:
        return [post for post in server.posts(self.kind, account) if post.state != "gone"]

    def test_the_sample_fits_the_limits(self):
        assert limits.problems(self.entry.limits, self.rendition()) == ()

    def test_a_post_becomes_visible(self, server, account):
        one = self.connect(server, account)
        first = one.publish(self.rendition(), key=account)
        assert first.state in {PostState.PENDING, PostState.READY}
        done = self.settled(one, first)
        assert done.state is PostState.READY
        assert done.remote_id
        assert done.url == server.posts(self.kind, account)[0].url
        assert one.status(done.remote_id).state is PostState.READY
        assert len(self.alive(server, account)) == 1

    def test_it_is_found_by_key_or_words(self, server, account):
        one = self.connect(server, account)
        assert self.found(one, account) is None
        done = self.settled(one, one.publish(self.rendition(), key=account))
        found = self.found(one, account)
        assert self.settled(one, found).remote_id == done.remote_id
        assert self.found(one, "another key", known=[done.remote_id]) is None
        later = datetime.now(UTC) + timedelta(hours=1)
        assert self.found(one, "another key", since=later) is None
        other = self.rendition(
            title="另一篇", text="完全不同的另一篇稿件，说的是网络安全法的事情。", html="<p>完全不同</p>"
        )
        assert one.find(other, key="another key", since=LONG_AGO) is None

    def test_accepted_but_never_answered_is_found_and_not_doubled(self, server, account):
        self.fail(server, "silent")
        error = None
        try:
            self.connect(server, account, timeout=SHORT).publish(self.rendition(), key=account)
        except ConnectorError as caught:
            error = caught
        assert (error.kind, error.is_uncertain) == (ErrorKind.RETRY, True)
        self.go_on(server, account)

    @pytest.mark.parametrize("wrong", ["cut", "html", "huge", "late"])
    def test_an_answer_lost_on_the_way_is_found_and_not_doubled(self, server, account, wrong):
        if wrong == "late":
            self.fail(server, "status", status=502, is_late=True)
        else:
            self.fail(server, wrong)
        one = self.connect(server, account)
        with pytest.raises(ConnectorError) as caught:
            one.publish(self.rendition(), key=account)
        assert (caught.value.kind, caught.value.is_uncertain) == (ErrorKind.RETRY, True)
        self.go_on(server, account)

    def go_on(self, server, account) -> None:
        """What a caller does after a doubt: look, and post only what is not there."""
        one = self.connect(server, account)
        found = self.found(one, account)
        assert found is not None
        assert self.settled(one, found).state is PostState.READY
        assert len(self.alive(server, account)) == 1
        assert server.platforms[self.kind].doubles() == []

    def test_the_same_key_twice_makes_one_post(self, server, account):
        one = self.connect(server, account)
        first = self.settled(one, one.publish(self.rendition(), key=account))
        if self.entry.limits.idempotent_for:
            second = one.publish(self.rendition(), key=account)
        else:
            second = self.found(one, account)
        assert self.settled(one, second).remote_id == first.remote_id
        assert len(self.alive(server, account)) == 1

    def test_withdrawing_twice_is_success(self, server, account):
        if not self.entry.can(connector.Withdraws):
            pytest.skip("withdrawn by a person")
        one = self.connect(server, account)
        done = self.settled(one, one.publish(self.rendition(), key=account))
        assert one.withdraw(done.remote_id).state is PostState.GONE
        assert one.withdraw(done.remote_id).state is PostState.GONE
        assert one.status(done.remote_id).state is PostState.GONE
        assert self.found(one, account) is None
        assert self.alive(server, account) == []

    def test_what_it_posted_is_shown(self, server, account):
        if not self.entry.can(connector.Reads):
            pytest.skip("shows nothing")
        one = self.connect(server, account)
        done = self.settled(one, one.publish(self.rendition(), key=account))
        shown = one.recent(since=LONG_AGO)
        assert [post.remote_id for post in shown] == [done.remote_id]
        assert one.recent(since=datetime.now(UTC) + timedelta(days=1)) == ()

    def test_a_login_page_instead_of_the_answer_is_tried_again(self, server, account):
        self.fail(server, "html", is_late=False)
        error = self.refused(self.connect(server, account))
        assert (error.kind, error.code) == (ErrorKind.RETRY, "not_json")

    def test_two_pieces_with_the_same_words_are_told_apart(self, server, account):
        one = self.connect(server, account)
        first = self.settled(one, one.publish(self.rendition(), key=f"{account}-1"))
        assert self.found(one, f"{account}-2", known=[first.remote_id]) is None

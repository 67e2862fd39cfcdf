import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from pufa.matrix import connector, fakes
from pufa.matrix.connector import Access, ConnectorError, ErrorKind, Form, Media, PostState, Rendition
from pufa.matrix.connectors.email import KIND, payloads
from pufa.matrix.tests.contract import PNG, SHORT, TEXT


@pytest.fixture(scope="module")
def running() -> Iterator[fakes.Server]:
    with fakes.serve("email") as server:
        yield server


@pytest.fixture
def server(running) -> Iterator[fakes.Server]:
    yield running
    running.platforms["email"].trouble.clear()


@pytest.fixture
def account(request) -> str:
    return "a-" + request.node.name.partition("[")[0].replace("_", "-")[5:55]


def rendition(**changed) -> Rendition:
    return Rendition(
        **{"form": Form.SHORT, "title": "样例：个人信息", "text": TEXT, "link": "https://x.example/1", **changed}
    )


def connect(server, account, **how):
    return KIND.connect(server.access("email", account=account, **how))


def refused(one) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        one.publish(rendition(), key="probe")
    return caught.value


def test_a_message_is_handed_over_with_an_id_of_its_key(server, account):
    one = connect(server, account)
    sent = one.publish(rendition(), key=account)
    assert (sent.state, one.status(sent.remote_id).state) == (PostState.READY, PostState.READY)
    post = server.posts("email", account)[0]
    assert post.mark == sent.remote_id == payloads.message_id("x@pufa.example", account)
    assert post.more["to"] == ["editor@county.example", "news@county.example"]
    assert TEXT in post.text
    assert not KIND.can(connector.Finds)
    assert not KIND.can(connector.Withdraws)


def test_handed_over_but_never_answered_leaves_a_doubt_and_the_same_id(server, account):
    for trouble in ("silence", "cut"):
        server.platforms["email"].trouble["end"] = trouble
        error = refused(connect(server, account, timeout=SHORT))
        assert (error.kind, error.is_uncertain) == (ErrorKind.RETRY, True)
    server.platforms["email"].trouble.clear()
    connect(server, account).publish(rendition(), key="probe")
    assert len({post.mark for post in server.posts("email", account)}) == 1


def test_a_wrong_password_asks_for_a_person(server, account):
    one = KIND.connect(server.access("email", account=account, values={"password": "not-this-one"}))
    assert refused(one).kind is ErrorKind.RECONNECT
    with pytest.raises(ConnectorError) as caught:
        one.test(now=datetime.now(UTC))
    assert caught.value.kind is ErrorKind.RECONNECT
    assert connect(server, account).test(now=datetime.now(UTC)).remote_id == f"{account}@pufa.example"


@pytest.mark.parametrize(
    ("step", "words", "kind", "wait"),
    [
        ("mail", "421 4.3.0 try later", "retry", None),
        ("mail", "450 4.7.1 rate limit exceeded", "limit", timedelta(minutes=15)),
        ("rcpt", "452 4.5.3 too many recipients", "limit", timedelta(minutes=15)),
        ("data", "554 5.7.1 message refused", "rejected", None),
        ("end", "552 5.3.4 too large", "rejected", None),
        ("hello", "HTTP/1.1 400 Bad Request", "retry", None),
    ],
)
def test_codes_of_the_server(server, account, step, words, kind, wait):
    server.platforms["email"].trouble[step] = words
    error = refused(connect(server, account))
    assert (error.kind, error.retry_after, error.is_uncertain) == (kind, wait, False)


def test_some_addresses_refused_is_told(server, account):
    values = {"recipients": "unknown@x.example；editor@x.example"}
    sent = KIND.connect(server.access("email", account=account, values=values)).publish(rendition(), key=account)
    assert sent.detail == "1 of 2 addresses refused"
    values = {"recipients": "unknown@x.example"}
    assert refused(KIND.connect(server.access("email", account=account, values=values))).kind is ErrorKind.REJECTED


def test_an_unknown_certificate_is_refused(server, account):
    error = refused(KIND.connect(server.access("email", account=account, values={"authority": ""})))
    assert (error.kind, error.code) == (ErrorKind.RETRY, "tls")
    assert server.posts("email", account) == []


def test_an_address_inside_and_bare_text_are_refused_unless_allowed(server, account):
    access = server.access("email", account=account)
    error = refused(KIND.connect(Access(access.values, base_url=access.base_url)))
    assert (error.kind, error.code) == (ErrorKind.RECONNECT, "private_address")
    with pytest.raises(ConnectorError) as caught:
        KIND.connect(Access({**access.values, "security": "none"}, base_url=access.base_url))
    assert caught.value.kind is ErrorKind.RECONNECT


def test_nobody_listening_and_a_server_that_says_nothing(account):
    access = fakes.load("email").values(account)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        error = refused(KIND.connect(Access(access, base_url=address, allow_private=True, timeout=SHORT)))
        assert (error.kind, error.is_uncertain) == (ErrorKind.RETRY, False)
        silent.listen()
        taken = Thread(target=silent.accept, daemon=True)
        taken.start()
        error = refused(KIND.connect(Access(access, base_url=address, allow_private=True, timeout=SHORT)))
        assert (error.kind, error.is_uncertain) == (ErrorKind.RETRY, False)


def test_no_secret_is_told(server, account, caplog):
    caplog.set_level(logging.DEBUG)
    access = server.access("email", account=account)
    server.platforms["email"].trouble["mail"] = f"550 {access.values['password']} what is this"
    error = refused(connect(server, account))
    assert access.values["password"] not in str(error) + repr(access) + caplog.text


@pytest.mark.parametrize("text", ["", "no-address", "a@b.example, <x>@y.example"])
def test_addresses_a_person_mistyped(server, account, text):
    with pytest.raises(ConnectorError) as caught:
        KIND.connect(server.access("email", account=account, values={"recipients": text}))
    assert caught.value.kind is ErrorKind.RECONNECT


def test_pictures_are_placed_or_attached_and_headers_cannot_be_forged():
    pictures = tuple(Media(f"{name}.png", "image/png", PNG) for name in ("in", "out"))
    html = '<p>样例</p><img src="media:in.png">'
    piece = rendition(title="题\r\nBcc: x@y.example", html=html, media=pictures)
    mail = payloads.message(piece, key="k", sender="a@b.example", name="名\n称", to=("c@d.example",))
    assert mail["Bcc"] is None
    assert "cid:" in mail.get_body(("html",)).get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["out.png"]
    data = mail.as_bytes()
    assert b"in.png" in data
    assert mail["To"] == "c@d.example"

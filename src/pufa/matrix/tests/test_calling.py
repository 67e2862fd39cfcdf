import gzip
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from threading import Thread

import pytest

from pufa.matrix import calling
from pufa.matrix.calling import Answer, Caller
from pufa.matrix.connector import Access, ConnectorError, ErrorKind


def hear_out(one: socket.socket) -> None:
    """Reads a request to its end: a server that hangs up before did not get it."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += one.recv(65536)
    head, _, body = heard.partition(b"\r\n\r\n")
    size = re.search(rb"content-length: (\d+)", head.lower())
    while size and len(body) < int(size.group(1)):
        body += one.recv(65536)


@contextmanager
def answering(act: Callable[[socket.socket], object], context: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that does something with one connection, after it read the whole request."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            one, _ = door.accept()
            one = context.wrap_socket(one, server_side=True) if context else one
            one.settimeout(5)
            hear_out(one)
            act(one)
            one.close()
        except OSError:
            return

    thread = Thread(target=serve, daemon=True)
    thread.start()
    yield f"{'https' if context else 'http'}://127.0.0.1:{door.getsockname()[1]}"
    door.close()
    thread.join(5)


def call(address: str, **how):
    access = Access({"secret": "very-secret"}, base_url=address, allow_private=True, timeout=timedelta(seconds=1))
    return Caller(access).read("POST", "/x", **{"data": {"a": 1}, "is_write": True, **how})


def refused(act, **how) -> ConnectorError:
    with answering(act) as address, pytest.raises(ConnectorError) as caught:
        call(address, **how)
    return caught.value


def reply(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers))
    return head.encode() + b"\r\n\r\n" + body


def test_a_drip_of_bytes_ends_at_the_deadline():
    def drip(one: socket.socket) -> None:
        one.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(60):
            one.sendall(b"X")
            if one.recv(1) == b"":
                return

    error = refused(drip)
    assert (error.kind, error.code, error.is_uncertain) == (ErrorKind.RETRY, "timeout", True)


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\n", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\"", b"\x16\x03\x01\x00\x00"],
)  # fmt: skip
def test_broken_answers_leave_a_doubt(answer):
    error = refused(lambda one: one.sendall(answer))
    assert (error.kind, error.is_uncertain) == (ErrorKind.RETRY, True)


def test_a_request_that_was_not_heard_out_did_not_happen():
    door = socket.create_server(("127.0.0.1", 0))
    door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

    def hang_up() -> None:
        one, _ = door.accept()
        one.recv(1000)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        one.close()

    thread = Thread(target=hang_up, daemon=True)
    thread.start()
    with pytest.raises(ConnectorError) as caught:
        call(f"http://127.0.0.1:{door.getsockname()[1]}", data={"a": "x" * 20_000_000})
    door.close()
    thread.join(5)
    assert (caught.value.kind, caught.value.is_uncertain) == (ErrorKind.RETRY, False)


def test_a_packed_answer_is_unpacked_within_the_limit():
    good = gzip.compress(b'{"a": 1}')
    with answering(lambda one: one.sendall(reply(good, "Content-Encoding: gzip"))) as address:
        assert call(address) == {"a": 1}
    bomb = gzip.compress(b" " * 20_000_000)
    assert refused(lambda one: one.sendall(reply(bomb, "Content-Encoding: gzip"))).code == "too_large"
    assert refused(lambda one: one.sendall(reply(b"xx", "Content-Encoding: gzip"))).kind is ErrorKind.RETRY


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    file = tmp_path / "both.pem"
    sample = import_module("pufa.matrix.connectors.email.fake")
    file.write_text("".join(sample.certificate()))
    context.load_cert_chain(file)
    with answering(lambda one: one.sendall(reply(b"{}")), context) as address, pytest.raises(ConnectorError) as caught:
        call(address)
    assert (caught.value.kind, caught.value.code, caught.value.is_uncertain) == (ErrorKind.RETRY, "tls", False)


@pytest.mark.parametrize(
    ("status", "kind", "is_uncertain"),
    [(400, "rejected", False), (401, "reconnect", False), (403, "reconnect", False), (404, "rejected", False),
     (408, "retry", True), (413, "rejected", False), (418, "rejected", False), (429, "limit", False),
     (500, "retry", True), (504, "retry", True)],
)  # fmt: skip
def test_statuses(status, kind, is_uncertain):
    error = refused(lambda one: one.sendall(reply(b"", status=f"{status} x")))
    assert (error.kind, error.code, error.is_uncertain) == (kind, str(status), is_uncertain)


def test_reading_leaves_no_doubt():
    assert not refused(lambda one: one.sendall(b""), is_write=False).is_uncertain


def test_secrets_and_long_words_stay_out_of_details():
    def judge(answer: Answer) -> ConnectorError:
        return ConnectorError(ErrorKind.REJECTED, answer.body.decode() + "x" * 1000)

    with answering(lambda one: one.sendall(reply(b"very-secret\n\nand token-123456"))) as address:
        access = Access({"secret": "very-secret"}, base_url=address, allow_private=True)
        caller = Caller(access, judge=judge)
        caller.hide("token-123456")
        with pytest.raises(ConnectorError) as caught:
            caller.call("GET", "/")
    assert caught.value.detail.startswith("*** and ***x")
    assert len(caught.value.detail) == calling.LONGEST_DETAIL


@pytest.mark.parametrize(
    "address", ["", "ftp://x.example", "http://x.example", "https://", "https://u:p@x.example", "nothing"]
)
def test_addresses_that_are_none(address):
    with pytest.raises(ConnectorError) as caught:
        Caller(Access({}, base_url=address)).call("GET", "/x")
    assert (caught.value.kind, caught.value.code) == (ErrorKind.RECONNECT, "bad_address")


NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "7"}, timedelta(seconds=7)),
        ({"retry-after": "Wed, 25 Nov 2026 12:01:00 GMT"}, timedelta(minutes=1)),
        ({"retry-after": "Wed, 25 Nov 2020 12:01:00 GMT"}, timedelta(0)),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9" * 40}, timedelta(days=1)),
        ({"x-ratelimit-reset": "2026-11-25T12:05:00.000Z"}, timedelta(minutes=5)),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 9)}, timedelta(seconds=9)),
        ({"x-ratelimit-reset": "9" * 40}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(headers, wait):
    assert calling.wait_of(headers, now=NOW) == wait


def test_json_in_any_charset():
    text = '{"title": "普法"}'
    for name in ("utf-8", "utf-8-sig", "gb18030"):
        assert Answer(200, {}, text.encode(name)).record() == {"title": "普法"}
    for body in (b"", b"<html>", b"[1", b"\xff\xfe\x00", b"[" * 100_000):
        assert Answer(200, {}, body).json() is None
    assert Answer(200, {}, b"[1]").record() == {}

"""Fetching pages from a small real server on this machine."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pufa.lib.http import FetchError, fetch, is_public

PAGE = "<html><body><p>你好，世界。</p></body></html>".encode("gb18030")


class Site(BaseHTTPRequestHandler):
    """Answers well and badly, by path."""

    def do_GET(self) -> None:
        name = self.path.strip("/").split("?")[0]
        getattr(self, f"answer_{name}", self.answer_missing)()

    def answer_page(self) -> None:
        self._send(PAGE, "text/html; charset=gb2312")

    def answer_host(self) -> None:
        self._send(f"<p>{self.headers['Host']}</p>".encode(), "text/html")

    def answer_picture(self) -> None:
        self._send(b"\x89PNG", "image/png")

    def answer_packed(self) -> None:
        self._send(gzip.compress(PAGE), "text/html", **{"Content-Encoding": "gzip"})

    def answer_damaged(self) -> None:
        self._send(b"\x1f\x8b\x08 this is no gzip", "text/html", **{"Content-Encoding": "gzip"})

    def answer_bomb(self) -> None:
        self._send(gzip.compress(bytes(50_000_000)), "text/html", **{"Content-Encoding": "gzip"})

    def answer_brotli(self) -> None:
        self._send(b"x", "text/html", **{"Content-Encoding": "br"})

    def answer_large(self) -> None:
        self._send(bytes(200_000), "text/html")

    def answer_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x" * 10_000)

    def answer_dripping(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(60):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def answer_slowheader(self) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 60:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.05)

    def answer_hop(self) -> None:
        self._redirect("/page")

    def answer_loop(self) -> None:
        self._redirect("/loop")

    def answer_inside(self) -> None:
        self._redirect("http://localhost:9/secret")

    def answer_metadata(self) -> None:
        self._redirect("http://169.254.169.254/latest/")

    def answer_file(self) -> None:
        self._redirect("file:///etc/passwd")

    def answer_broken(self) -> None:
        self._redirect("http://[::1")

    def answer_missing(self) -> None:
        self.send_error(404)

    def _redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Stays silent."""


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up early is what these tests are about."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = QuietServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def get(port: int, name: str, *, max_bytes: int = 100_000, timeout: float = 5.0) -> tuple[str, bytes]:
    allowed = {("127.0.0.1", port)}
    page = fetch(f"http://127.0.0.1:{port}/{name}", max_bytes=max_bytes, timeout=timeout, allow_private=allowed)
    return page.final_url, page.data


def test_a_page_comes_with_its_charset(port: int) -> None:
    page = fetch(f"http://127.0.0.1:{port}/page", allow_private=True)
    assert page.data == PAGE
    assert page.charset == "gb2312"
    assert page.status == 200
    assert page.content_type.startswith("text/html")


def test_redirects_and_compression_are_followed(port: int) -> None:
    assert get(port, "hop") == (f"http://127.0.0.1:{port}/page", PAGE)
    assert get(port, "packed")[1] == PAGE
    assert get(port, "host")[1] == f"<p>127.0.0.1:{port}</p>".encode()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("picture", "not_a_page"),
        ("brotli", "not_a_page"),
        ("missing", "http_status"),
        ("large", "too_large"),
        ("endless", "too_large"),
        ("bomb", "too_large"),
        ("damaged", "unreachable"),
        ("loop", "too_many_redirects"),
        ("inside", "redirect_to_private"),
        ("metadata", "redirect_to_private"),
        ("file", "bad_address"),
        ("broken", "bad_address"),
    ],
)
def test_every_refusal_has_its_code(port: int, name: str, code: str) -> None:
    with pytest.raises(FetchError) as caught:
        get(port, name)
    assert caught.value.code == code
    assert caught.value.message_zh


@pytest.mark.parametrize("name", ["dripping", "slowheader"])
def test_a_dripping_server_ends_at_the_time_limit(port: int, name: str) -> None:
    begin = time.monotonic()
    with pytest.raises(FetchError) as caught:
        get(port, name, timeout=0.4)
    assert caught.value.code == "timeout"
    assert time.monotonic() - begin < 1.5


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1/", "private_address"),
        ("http://localhost/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://[::ffff:127.0.0.1]/", "private_address"),
        ("http://10.1.2.3/", "private_address"),
        ("http://100.64.0.1/", "private_address"),
        ("http://0.0.0.0/", "private_address"),
        ("ftp://example.com/", "bad_address"),
        ("file:///etc/passwd", "bad_address"),
        ("http://user:word@example.com/", "bad_address"),
        ("http://", "bad_address"),
        ("news", "bad_address"),
        ("http://exa mple.com/", "bad_address"),
        ("http://" + "a" * 3000, "bad_address"),
    ],
)
def test_unsuitable_addresses_are_refused_before_connecting(url: str, code: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(url, timeout=2)
    assert caught.value.code == code


def test_a_closed_port_is_unreachable() -> None:
    with pytest.raises(FetchError) as caught:
        fetch("http://127.0.0.1:9/", timeout=2, allow_private=True)
    assert caught.value.code == "unreachable"


def test_allowing_one_port_allows_no_other(port: int) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(f"http://127.0.0.1:{port}/page", allow_private={("127.0.0.1", port + 1)})
    assert caught.value.code == "private_address"


@pytest.mark.parametrize("address", ["8.8.8.8", "2400:3200::1", "::ffff:8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.1.1",
        "224.0.0.1",
        "240.0.0.1",
        "0.0.0.0",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "fec0::1",
        "x",
    ],
)
def test_private_addresses(address: str) -> None:
    assert not is_public(address)

"""One web server for all sample platforms: each under its own first step of the path, with faults to switch on.

Besides the platforms' own interfaces: `/` lists them, `/KIND/p/ID` and `/KIND/u/ACCOUNT` show posts to people, and
`/_sample/posts`, `/_sample/doubles` (GET) and `/_sample/faults` (POST) are for whoever tests from another process.
"""

import json
import socket
import time
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pufa.matrix.connector import Access
from pufa.matrix.fakes import pages
from pufa.matrix.fakes.faults import Fault, Wrong
from pufa.matrix.fakes.platform import Ask, Platform, Reply, SamplePost, as_json
from pufa.matrix.fakes.store import Store

HOST = "127.0.0.1"
LARGEST_BODY = 64 * 1024 * 1024
LONGEST_SILENCE = 30.0
HUGE_BYTES = 64 * 1024 * 1024


class Server(ThreadingHTTPServer):
    """The server; `platforms` by kind, `calls` what was asked, in order."""

    daemon_threads = True
    request_queue_size = 256
    block_on_close = False

    def __init__(self, store: Store, port: int = 0) -> None:
        super().__init__((HOST, port), _Handler)
        self.store = store
        self._own_port = port + 1 if port else 0
        self.base_url = f"http://{HOST}:{self.server_address[1]}"
        self.platforms: dict[str, Platform] = {}
        self.calls: list[tuple[str, str, str]] = []
        self._faults: list[tuple[str, Fault]] = []
        self._lock = Lock()

    def add(self, platform: type[Platform]) -> None:
        """Adds a sample platform under /KIND; one that needs a port of its own gets the next one."""
        made = platform(self.store, f"{self.base_url}/{platform.kind}", self._own_port)
        self.platforms[platform.kind] = made

    def server_close(self) -> None:
        """Stops everything."""
        for platform in self.platforms.values():
            for close in platform.closing:
                close()
        super().server_close()
        self.store.close()

    def access(self, kind: str, *, account: str = "sample", **how: Any) -> Access:
        """Access for an account of a sample platform; `how` goes to `Access`."""
        platform = self.platforms[kind]
        values = {**platform.values(account), **how.pop("values", {})}
        return Access(values, base_url=platform.address(account), allow_private=True, **how)

    def posts(self, kind: str, account: str | None = None) -> list[SamplePost]:
        """All posts ever made there, gone ones too."""
        return self.platforms[kind].posts(account)

    def doubles(self) -> dict[str, list[list[str]]]:
        """Groups of posts that are the same, by kind; empty if nothing was ever posted twice."""
        found = {kind: platform.doubles() for kind, platform in self.platforms.items()}
        return {kind: groups for kind, groups in found.items() if groups}

    def fail(self, kind: str, wrong: Wrong | str, **how: Any) -> Fault:
        """Switches a fault on for a platform; see `Fault`. Without `path` it meets the request that makes a post."""
        fault = Fault(wrong=Wrong(wrong), **{"path": self.platforms[kind].publishing, **how})
        with self._lock:
            self._faults.append((kind, fault))
        return fault

    def heal(self) -> None:
        """Switches all faults off."""
        with self._lock:
            self._faults.clear()

    def fault_for(self, kind: str, path: str) -> Fault | None:
        """The fault that meets this request, if any; counts the request."""
        with self._lock:
            self.calls.append((kind, path.split("?", maxsplit=1)[0], path))
            return next((fault for name, fault in self._faults if name == kind and fault.takes(path)), None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error here."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60.0
    server_version = "pufa-sample"

    def log_message(self, *args: Any) -> None:
        """Nothing is logged."""

    def _serve(self) -> None:
        self.close_connection = True
        address = urlsplit(self.path)
        kind, _, rest = address.path.lstrip("/").partition("/")
        size = int(self.headers.get("content-length") or 0)
        body = self._chunks() if self.headers.get("transfer-encoding") else self.rfile.read(min(size, LARGEST_BODY))
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        ask = Ask(self.command, f"/{unquote(rest)}", query, headers, body)
        platform = self.server.platforms.get(kind)
        if platform is None:
            self._send(_ours(self.server, kind, ask))
            return
        fault = self.server.fault_for(kind, f"{ask.path}?{address.query}")
        self._answer(platform, ask, fault)

    def __getattr__(self, name: str) -> Any:
        """Every HTTP method is served alike."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _answer(self, platform: Platform, ask: Ask, fault: Fault | None) -> None:
        reply = _people(platform, ask) or (None if fault and not fault.comes_late else platform.answer(ask))
        if fault is None:
            self._send(reply or Reply(status=500))
        elif fault.wrong is Wrong.EXPIRED:
            self._send(platform.expired())
        elif fault.wrong is Wrong.LIMITED:
            self._send(platform.limited())
        elif fault.wrong is Wrong.STATUS:
            extra = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            self._send(Reply(b"", fault.status, "text/plain", extra))
        elif fault.wrong is Wrong.REDIRECT:
            self._send(Reply(b"", 302, "text/html", {"Location": fault.address or f"{self.server.base_url}/elsewhere"}))
        elif fault.wrong is Wrong.ANSWER:
            self._send(Reply(fault.body.encode()))
        else:
            self._spoil(fault, reply or Reply())

    def _spoil(self, fault: Fault, reply: Reply) -> None:
        if fault.wrong is Wrong.SILENT:
            self._be_silent()
        elif fault.wrong is Wrong.CUT:
            self._send(reply, cut=max(1, len(reply.body) // 2))
        elif fault.wrong is Wrong.HUGE:
            self._flood()
        elif fault.wrong is Wrong.HTML:
            self._send(Reply("<!doctype html><title>登录</title><p>请先登录".encode(), 200, "text/html; charset=utf-8"))
        elif fault.wrong is Wrong.GBK:
            body = reply.body.decode().encode("gb18030")
            self._send(Reply(body, reply.status, "application/json; charset=utf-8", reply.headers))
        else:
            self._send(Reply(reply.body, reply.status, "application/json; charset=gbk", reply.headers))

    def _send(self, reply: Reply, *, cut: int | None = None) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Connection", "close")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body[:cut])

    def _be_silent(self) -> None:
        """Holds the connection until the other side gives up."""
        end = time.monotonic() + LONGEST_SILENCE
        self.connection.settimeout(0.05)
        while time.monotonic() < end:
            try:
                if not self.connection.recv(1024):
                    return
            except TimeoutError:
                continue
            except OSError:
                return

    def _flood(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for _ in range(HUGE_BYTES // 65536):
                self.wfile.write(b" " * 65536)
        except OSError:
            self.connection.close()

    def _chunks(self) -> bytes:
        whole = bytearray()
        while size := int(self.rfile.readline().split(b";")[0].strip() or b"0", 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
            if len(whole) > LARGEST_BODY:
                raise ConnectionError("too large")
        self.rfile.readline()
        return bytes(whole)


def _people(platform: Platform, ask: Ask) -> Reply | None:
    """The pages that people see; None for the interface."""
    if ask.method != "GET":
        return None
    if ask.path.startswith("/p/"):
        post = platform.post(ask.path.removeprefix("/p/"))
        is_there = post is not None and post.state == "ready"
        body = pages.post_page(platform.label, post) if post and is_there else pages.missing_page(platform.label)
        return Reply(body, 200 if is_there else 404, "text/html; charset=utf-8")
    if ask.path.startswith("/u/"):
        account = ask.path.removeprefix("/u/")
        shown = [post for post in reversed(platform.posts(account)) if post.state == "ready"]
        name = str(platform.account(account)["name"])
        return Reply(pages.account_page(platform.label, name, shown), 200, "text/html; charset=utf-8")
    return None


def _ours(server: Server, kind: str, ask: Ask) -> Reply:
    """The list of platforms, and the doors for tests in other processes."""
    if kind != "_sample":
        labels = {name: platform.label for name, platform in server.platforms.items()}
        body = pages.index_page(labels) if not kind else pages.missing_page("示例平台")
        return Reply(body, 200 if not kind else 404, "text/html; charset=utf-8")
    if ask.path == "/posts":
        found = [
            post for name in server.platforms for post in server.posts(name) if ask.query.get("kind", name) == name
        ]
        return as_json([asdict(post) | {"at": post.at.isoformat()} for post in found])
    if ask.path == "/doubles":
        return as_json(server.doubles())
    if ask.path == "/faults" and ask.method == "POST":
        try:
            data = json.loads(ask.body)
            server.fail(str(data.pop("kind")), str(data.pop("wrong")), **data)
        except (ValueError, TypeError, KeyError) as error:
            return as_json({"error": str(error)}, 400)
        return as_json({"ok": True})
    return as_json({"error": "not here"}, 404)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])

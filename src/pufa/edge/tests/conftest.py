"""A running front per module, and plain sockets to talk to it."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3]


@dataclass
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name):
        return next((value for key, value in self.headers if key == name), None)


def receive(sock):
    data = b""
    while b"\r\n\r\n" not in data:
        piece = sock.recv(65536)
        if not piece:
            break
        data += piece
    return data


def parse(data):
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines)]
    return Reply(int(first.split()[1]), headers, body)


@dataclass
class Server:
    folder: Path
    port: int
    process: subprocess.Popen

    def raw(self, data, *, timeout=10):
        """What comes back for these bytes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as sock:
            sock.sendall(data)
            answer = b""
            while piece := sock.recv(65536):
                answer += piece
        return answer

    def get(self, path, *headers, method="GET", body=b""):
        lines = [f"{method} {path} HTTP/1.1", *headers, "Connection: close"]
        if not any(line.lower().startswith("host:") for line in headers):
            lines.append("Host: example.test")
        if body:
            lines.append(f"Content-Length: {len(body)}")
        return parse(self.raw("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body))


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def start(module, folder, *arguments):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(folder), str(port), *arguments],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    assert process.stdout.readline() == b"ready\n"
    return Server(folder, port, process)


def stop(server):
    server.process.send_signal(signal.SIGTERM)
    code = server.process.wait(timeout=15)
    server.process.stdout.close()
    return code


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "text").write_text("first ")
    (folder / "static").mkdir()
    (folder / "static" / "a.0123456789ab.css").write_text("body { color: black }" * 50)
    (folder / "static" / ".secret").write_text("secret")
    media = folder / "media"
    for name in ("images/a.png", "documents/plan.pdf", "original_images/o.jpg", "images/page.html", "images/x.svg"):
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(b"0123456789" * 10)
    (folder / "outside.png").write_text("outside")
    (media / "images" / "link.png").symlink_to(folder / "outside.png")
    server = start("pufa.edge.tests.wsgi_site", folder, "127.0.0.1")
    yield server
    assert stop(server) == 0

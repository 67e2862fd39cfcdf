"""The counter as a real server: refusals over the wire, and kill -9 in the middle of the rush."""

import socket

import pytest

from pufa.reach.hits.tests import load

AGENT = f"User-Agent: {load.AGENT}"


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("hits"), free_port()
    process = load.start_server(folder, port)
    yield folder, port
    process.terminate()
    assert process.wait(timeout=20) == 0
    process.stdout.close()
    assert load.counted(folder) == ACKNOWLEDGED["hits"]


ACKNOWLEDGED = {"hits": 0}


def ask(port, method, path, *headers, body=""):
    lines = [f"{method} {path} HTTP/1.1", "Host: a", *headers, "Connection: close"]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as sock:
        sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body.encode())
        answer = b""
        while piece := sock.recv(65536):
            answer += piece
    return int(answer.split()[1]), answer


def test_beacon_and_pixel_are_counted(server):
    _, port = server
    status, answer = ask(port, "POST", "/reach/hit", AGENT, body="o=page:1&c=web")
    assert status == 204
    assert b"set-cookie" not in answer.lower()
    status, answer = ask(port, "GET", "/reach/hit.gif?o=page:1", AGENT)
    assert (status, b"GIF89a" in answer, b"no-store" in answer) == (200, True, True)
    ACKNOWLEDGED["hits"] += 2


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ((AGENT,), "o=nonsense", 400),
        ((AGENT,), "", 411),
        ((AGENT,), "o=page:1&c=" + "x" * 600, 413),
        ((AGENT, "Content-Type: application/json"), "o=page:1", 415),
        ((AGENT, "Sec-Fetch-Site: cross-site"), "o=page:1", 403),
        ((AGENT, "Sec-Purpose: prefetch"), "o=page:1", 204),
        (("User-Agent: Googlebot/2.1",), "o=page:1", 204),
        ((), "o=page:1", 204),
    ],
)
def test_others_are_refused_or_not_counted(server, headers, body, expected):
    assert ask(server[1], "POST", "/reach/hit", *headers, body=body)[0] == expected


def test_looking_at_the_address_counts_nothing(server):
    assert ask(server[1], "HEAD", "/reach/hit.gif?o=page:1", AGENT)[0] == 404
    assert ask(server[1], "GET", "/reach/hit", AGENT)[0] == 404


def test_no_acknowledged_hit_is_lost_by_kill_9(tmp_path):
    tally = load.Tally()
    for number in range(3):
        load.kill_in_the_middle(tmp_path, free_port(), tally, seconds=0.3 + 0.5 * number)
    assert load.end_cleanly(tmp_path, free_port()) == 0
    assert tally.acknowledged > 100
    assert tally.other == 0
    assert tally.acknowledged <= load.counted(tmp_path) <= tally.sent

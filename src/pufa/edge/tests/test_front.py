"""The front as a real server over real sockets."""

import gzip
import json
import os
import socket
import subprocess
import sys
import threading
import time

import brotli
import pytest

from pufa.edge import sites
from pufa.edge.purgelog import Purge, PurgeLog
from pufa.edge.tests.conftest import SOURCE, parse, receive


def renderings(site, path):
    return (site.folder / "rendered").read_text().split("\n").count(path)


def test_page_is_rendered_once_then_served_from_memory(site):
    first = site.get("/page/once/")
    second = site.get("/page/once/")
    assert first.status == second.status == 200
    assert first.body == second.body
    assert renderings(site, "/page/once/") == 1
    assert second.header("content-security-policy") == "default-src 'self'"
    assert second.header("x-edge-store") is None


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes)],
)
def test_each_reader_gets_the_coding_it_takes(site, accepted, coding, unpack):
    plain = site.get("/page/coded/")
    reply = site.get("/page/coded/", f"Accept-Encoding: {accepted}")
    assert reply.header("content-encoding") == coding
    assert unpack(reply.body) == plain.body
    assert reply.header("vary") == "accept-encoding"


def test_reader_who_has_the_page_gets_304_and_each_coding_has_its_own_etag(site):
    plain, packed = site.get("/page/tag/"), site.get("/page/tag/", "Accept-Encoding: br")
    assert plain.header("etag") != packed.header("etag")
    again = site.get("/page/tag/", "Accept-Encoding: br", f'If-None-Match: W/{packed.header("etag")}, "x"')
    assert (again.status, again.body) == (304, b"")
    assert again.header("etag") == packed.header("etag")
    assert site.get("/page/tag/", "Accept-Encoding: br", f"If-None-Match: {plain.header('etag')}").status == 200


def test_head_gives_the_length_without_the_body(site):
    page = site.get("/page/head/")
    head = site.get("/page/head/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.header("content-length") == str(len(page.body))


def test_purge_by_another_process_holds_from_the_very_next_request(site):
    log = PurgeLog(site.folder / "edge")
    site.get("/page/news/")
    for number in range(20):
        (site.folder / "text").write_text(f"state {number} ")
        log.append(Purge(paths=("/page/news/",)))
        assert site.get("/page/news/").body.startswith(f"state {number} ".encode())


def test_page_rendered_before_a_purge_is_not_kept_after_it(site):
    log = PurgeLog(site.folder / "edge")
    log.append(Purge(paths=("/page/slow/",)))
    (site.folder / "text").write_text("old ")
    (site.folder / "rendered").touch()
    before = renderings(site, "/page/slow/")
    slow = threading.Thread(target=site.get, args=("/page/slow/",))
    slow.start()
    deadline = time.monotonic() + 10
    while renderings(site, "/page/slow/") == before:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    (site.folder / "text").write_text("new ")
    log.append(Purge(paths=("/page/slow/",)))
    slow.join()
    assert site.get("/page/slow/").body.startswith(b"new ")


def test_many_readers_of_a_purged_page_cost_one_rendering(site):
    site.get("/page/slow/")
    PurgeLog(site.folder / "edge").append(Purge(prefixes=("/page/s",)))
    before = renderings(site, "/page/slow/")
    readers = [threading.Thread(target=site.get, args=("/page/slow/",)) for _ in range(12)]
    for reader in readers:
        reader.start()
        time.sleep(0.005)
    for reader in readers:
        reader.join()
    assert renderings(site, "/page/slow/") == before + 1


def test_hosts_do_not_share_pages_and_a_query_goes_past_the_store(site):
    site.get("/page/host/", "Host: a.test")
    site.get("/page/host/", "Host: b.test")
    site.get("/page/host/?q=1", "Host: a.test")
    assert renderings(site, "/page/host/") == 3


def test_spellings_of_a_name_do_not_fill_the_store(site):
    site.get("/page/flood/")
    for number in range(2 * sites.MOST_OTHERS):
        site.get("/page/flood/", f"Host: example.test:{number + 1}")
    before = renderings(site, "/page/flood/")
    site.get("/page/flood/", f"Host: example.test:{2 * sites.MOST_OTHERS}")
    assert renderings(site, "/page/flood/") == before + 1, "answered, not kept"
    site.get("/page/flood/")
    site.get("/page/flood/", f"Host: example.test:{site.port}")
    site.get("/page/flood/", f"Host: example.test:{site.port}")
    assert renderings(site, "/page/flood/") == before + 2, "the real names are kept"


@pytest.mark.parametrize(
    ("host", "kept"),
    [
        ("law.example", True), ("law.example:443", True), ("law.example:8000", True), ("[::1]", True),
        ("[::1]:8000", True), ("law.example:81", False), ("LAW.example", False), ("law.example.", False),
        ("a.wild.example", False), ("", False), ("[::1]:9", False),
    ],
)  # fmt: skip
def test_which_names_are_kept(host, kept):
    ours = sites.Sites.named(["law.example", ".wild.example", "[::1]", "*"], "https://law.example:443")
    for number in range(sites.MOST_OTHERS):
        assert ours.may_keep(f"other{number}", "0.0.0.0:8000")
    assert ours.may_keep(host, "0.0.0.0:8000") is kept


def test_request_reaches_the_application_whole(site):
    body = b"x" * 1_500_000
    reply = site.get(
        "/echo?a=%E6%B3%95", "X-A: 1", "X-A: 2", "Cookie: a=1", "Cookie: b=2", "X_Evil: 1", method="POST", body=body
    )
    seen = json.loads(reply.body)
    assert (seen["body"], seen["CONTENT_LENGTH"]) == (1_500_000, "1500000")
    assert (seen["HTTP_X_A"], seen["HTTP_COOKIE"], seen["QUERY_STRING"]) == ("1,2", "a=1; b=2", "a=%E6%B3%95")
    assert "HTTP_X_EVIL" not in seen
    assert [value for name, value in reply.headers if name == "set-cookie"] == ["a=1", "b=2"]


def test_chunked_body_gets_a_length(site):
    head = b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    seen = json.loads(parse(site.raw(head + b"5\r\nhello\r\n3\r\n, a\r\n0\r\n\r\n")).body)
    assert (seen["body"], seen["CONTENT_LENGTH"]) == (8, "8")


def test_forwarded_headers_are_believed_from_our_proxy_only_up_to_the_first_stranger(site):
    forwarded = ("X-Forwarded-For: 9.9.9.9, 1.2.3.4", "X-Forwarded-Proto: https")
    seen = json.loads(site.get("/echo", *forwarded).body)
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("1.2.3.4", "https")
    assert not any(name.startswith("HTTP_X_FORWARDED") for name in seen)


def test_body_over_the_limit_is_refused_by_its_length_and_by_its_bytes(site):
    assert site.get("/echo", "Content-Length: 3000000", method="POST").status == 413
    head = b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    chunk = b"80000\r\n" + b"x" * 0x80000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as sock:
        sock.sendall(head)
        try:
            for _ in range(6):
                sock.sendall(chunk)
        except OSError:
            pass
        assert b" 413 " in receive(sock)[:20]


def test_reader_who_leaves_ends_the_stream(site):
    closed = site.folder / "closed"
    closed.unlink(missing_ok=True)
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as sock:
        sock.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
        sock.recv(4096)
    deadline = time.monotonic() + 5
    while not closed.exists():
        assert time.monotonic() < deadline, "the application goes on writing to nobody"
        time.sleep(0.02)


def test_stream_empty_answer_missing_page_and_failure(site):
    assert b"x" * 1000 in site.get("/stream").body
    assert (site.get("/nothing").status, site.get("/nothing").body) == (204, b"")
    assert site.get("/stream", method="HEAD").body == b""
    assert site.get("/missing").status == 404
    failed = site.get("/fails")
    assert (failed.status, b"Zero" in failed.body) == (500, False)


def test_second_server_on_the_same_port_is_refused(site, tmp_path):
    (tmp_path / "text").write_text("second ")
    second = subprocess.run(
        [sys.executable, "-m", "pufa.edge.tests.wsgi_site", str(tmp_path), str(site.port)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert second.returncode != 0
    assert b"Address already in use" in second.stderr


def test_static_file_is_packed_and_kept_for_ever(site):
    reply = site.get("/static/a.0123456789ab.css?v=1", "Accept-Encoding: br")
    assert brotli.decompress(reply.body).startswith(b"body {")
    assert "immutable" in reply.header("cache-control")
    assert reply.header("content-type") == "text/css; charset=utf-8"


def test_media_file_whole_in_part_and_unchanged(site):
    whole = site.get("/media/images/a.png")
    assert (whole.status, whole.header("x-content-type-options"), len(whole.body)) == (200, "nosniff", 100)
    part = site.get("/media/images/a.png", "Range: bytes=10-14")
    assert (part.status, part.body, part.header("content-range")) == (206, b"01234", "bytes 10-14/100")
    assert site.get("/media/images/a.png", "Range: bytes=-5").body == b"56789"
    assert site.get("/media/images/a.png", "Range: bytes=500-").status == 416
    assert site.get("/media/images/a.png", f"If-None-Match: {whole.header('etag')}").status == 304
    drawing = site.get("/media/images/x.svg")
    assert drawing.header("content-disposition").startswith("attachment")
    assert "sandbox" in drawing.header("content-security-policy")


@pytest.mark.parametrize(
    "path",
    [
        "/media/../text",
        "/media/images/../../outside.png",
        "/media/%2e%2e/text",
        "/media/..%2ftext",
        "/media//etc/passwd",
        "/media/images/link.png",
        "/media/images/a.png%00.jpg",
        "/media/images\\a.png",
        "/media/documents/plan.pdf",
        "/media/original_images/o.jpg",
        "/media/images/page.html",
        "/media/images/",
        "/static/.secret",
        "/static/%2e%2e/text",
        "/static/../text",
    ],
)
def test_nothing_but_permitted_files_is_given_out(site, path):
    assert site.get(path).status == 404


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /page/big/ HTTP/1.1\r\nHost: a\r\nX-Big: " + b"a" * 300_000 + b"\r\n\r\n",
        b"GARBAGE\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
        b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
        b"GET /page/\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
def test_hostile_requests_are_refused_and_the_server_lives_on(site, request_bytes):
    try:
        answer = site.raw(request_bytes)
    except ConnectionResetError:
        answer = b""
    assert not answer or b" 4" in answer[:14]
    assert site.get("/page/once/").status == 200

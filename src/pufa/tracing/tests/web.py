"""Pages elsewhere, and a small real web site that serves them, well and badly."""

import contextlib
import gzip
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECES = (
    (
        "扫码点餐，凭什么要我的手机号",
        [
            ("paragraph", "<p>点一碗粉，先要手机号、再要位置，不给就点不了单，这样的店家你遇到过没有？</p>"),
            (
                "paragraph",
                "<p>吃饭付钱用不着这些信息。店家要收集个人信息，得先说清楚为什么要、拿去做什么，而且只能收最少的那一点。</p>",
            ),
            (
                "paragraph",
                "<p>你可以做三件事：第一，要一份纸质菜单，店家不能拒绝；第二，不同意就退出页面，留下截图；第三，打热线反映，工作人员会在7天内答复。</p>",
            ),
            ("paragraph", "<p>已经填了号码的，可以要求店家删除，对方不得收取任何费用，也不得拖延。</p>"),
        ],
    ),
    (
        "快递单别乱扔，撕碎再丢",
        [
            ("paragraph", "<p>拆完快递，纸箱往门口一放，单子上的姓名、电话和门牌号就都留给了别人。</p>"),
            ("paragraph", "<p>去年有人专门收这些单子，一张卖五毛钱，转手就进了骗子的电话本，天天换着花样打来。</p>"),
            ("paragraph", "<p>办法很简单：先把单子撕下来，用笔涂掉电话，再剪成几段，和厨余垃圾一起丢掉。</p>"),
            ("paragraph", "<p>寄件的时候也可以留意隐私面单，收件人的号码只露出后面四位，派件员照样能打通。</p>"),
        ],
    ),
)


def article(number=0, *, change=lambda text: text, source="", more="", when="2026-03-05 09:30"):
    """The page of a site that carries a piece."""
    title, body = PIECES[number]
    lines = "".join(change(text) for _name, text in body)
    named = f"　来源：{source}" if source else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}_某某资讯</title></head><body>'
        f"<h1>{title}</h1><p>{when}{named}</p><p>阅读：<b>1.2万</b></p>"
        f'<div class="article">{lines}{more}</div><p>责任编辑：赵六</p></body></html>'
    )


def other(number=0):
    """A page about something else."""
    lines = "".join(
        f"<p>第{number}路公交车从明天起改走新桥，早班提前到六点，沿途增设两个停靠站，方便学生上学。</p>"
        for _ in range(3)
    )
    head = f"<head><meta charset=utf-8><title>公交改线{number}</title></head>"
    return f"<html>{head}<body><h1>公交改线{number}</h1>{lines}</body></html>"


class Handler(BaseHTTPRequestHandler):
    """Answers from the server's pages, or misbehaves as the path says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server = self.server
        path = self.path.split("?")[0]
        with server.lock:
            server.asked[self.path] += 1
            server.times.append((time.monotonic(), self.path))
            server.agents.add(self.headers.get("User-Agent", ""))
        bad = getattr(self, f"bad_{path.strip('/').replace('-', '_')}", None)
        if bad is not None:
            bad()
            return
        found = server.pages.get(path)
        if found is None:
            self.answer(404, b"<h1>no such page</h1>")
        else:
            status, body, kind, headers = found
            time.sleep(server.slow)
            self.answer(status, body, kind, headers)

    def answer(self, status, body, kind="text/html; charset=utf-8", headers=None):
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def pour(self, piece, times, kind="text/html"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(OSError):
            for _ in range(times):
                self.wfile.write(piece)

    def bad_large(self):
        self.pour(b"<p>" + "很长的一页。".encode() * 20_000, 400)

    def bad_announced(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(100 * 1024 * 1024))
        self.end_headers()
        self.close_connection = True

    def bad_bomb(self):
        self.answer(200, gzip.compress(bytes(60_000_000)), headers={"Content-Encoding": "gzip"})

    def bad_deep(self):
        self.answer(200, b"<html><body>" + b"<div>" * 60_000 + "深".encode())

    def bad_loop(self):
        self.answer(302, b"", headers={"Location": "/loop"})

    def bad_farther(self):
        number = int(self.path.partition("?")[2] or 0)
        self.answer(302, b"", headers={"Location": f"/farther?{number + 1}"})

    def bad_inside(self):
        self.answer(302, b"", headers={"Location": "http://localhost:9/secret"})

    def bad_script(self):
        self.answer(302, b"", headers={"Location": "javascript:alert(1)"})

    def bad_picture(self):
        self.answer(200, b"\x89PNG\r\n", "image/png")

    def bad_charset(self):
        self.answer(200, article().encode("gb18030").replace(b"utf-8", b"utf-8"), "text/html; charset=utf-8")

    def bad_binary(self):
        self.answer(200, bytes(range(256)) * 300, "text/html")

    def bad_nothing(self):
        self.answer(200, b"", "text/html")

    def bad_cut(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"<html><body>")
        self.close_connection = True

    def bad_dripping(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(OSError):
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)

    def bad_broken(self):
        self.answer(500, b"oops")

    def bad_busy(self):
        self.answer(429, b"later", headers={"Retry-After": "120"})

    def log_message(self, *_args):
        """Keeps the test's output clean."""


class Site(ThreadingHTTPServer):
    """A site: `pages` by path, how often each address was asked, and how slow it answers."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages, self.asked, self.agents, self.times = {}, Counter(), set(), []
        self.lock, self.slow = threading.Lock(), 0.0

    @property
    def port(self):
        return self.server_port

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def put(self, path, body, kind="text/html; charset=utf-8", status=200, **headers):
        data = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = (status, data, kind, headers)
        return self.base + path

    def handle_error(self, request, client_address):
        """A visitor that goes away early is no fault."""


@contextlib.contextmanager
def serving():
    server = Site()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()

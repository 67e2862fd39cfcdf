"""A small WSGI application and a front around it, run as a real server process by the tests."""

import json
import sys
import time
from pathlib import Path

from pufa.edge.bridge import Bridge
from pufa.edge.clients import Proxies
from pufa.edge.coherence import CoherentStore
from pufa.edge.files import MediaFiles, StaticFiles
from pufa.edge.front import Front
from pufa.edge.purgelog import PurgeLog
from pufa.edge.server import serve
from pufa.edge.sites import Sites
from pufa.edge.store import PageStore

HTML = [("Content-Type", "text/html; charset=utf-8")]


class Stream:
    streaming = True

    def __init__(self, note, count):
        self.note, self.count = note, count

    def __iter__(self):
        for _ in range(self.count):
            yield b"x" * 1000

    def close(self):
        self.note.write_text("closed")


def site(folder):
    def application(environ, start_response):
        path = environ["PATH_INFO"]
        if path.startswith("/page/"):
            with (folder / "rendered").open("a") as stream:
                stream.write(path + "\n")
            text = (folder / "text").read_text()
            if path == "/page/slow/":
                time.sleep(0.6)
            start_response(
                "200 OK", [*HTML, ("X-Edge-Store", "600"), ("Content-Security-Policy", "default-src 'self'")]
            )
            return [text.encode() * 100]
        if path == "/echo":
            seen = {key: value for key, value in environ.items() if isinstance(value, str)}
            body = environ["wsgi.input"].read()
            seen["body"], seen["hash"] = len(body), hash(body)
            start_response(
                "200 OK", [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
            )
            return [json.dumps(seen).encode()]
        if path in {"/stream", "/endless"}:
            start_response("200 OK", HTML)
            return Stream(folder / "closed", 20 if path == "/stream" else 10**9)
        if path == "/fails":
            raise ZeroDivisionError
        if path == "/nothing":
            start_response("204 No Content", [])
            return []
        start_response("404 Not Found", HTML)
        return [b"nothing here"]

    return application


def main():
    folder, port, proxies = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    front = Front(
        store=CoherentStore(PageStore(10_000_000), PurgeLog(folder / "edge")),
        bridge=Bridge(site(folder), body_limit=2_000_000),
        static=StaticFiles("/static/", folder / "static"),
        media=MediaFiles("/media/", folder / "media"),
        proxies=Proxies.named(proxies),
        sites=Sites.named(["example.test"], f"http://example.test:{port}"),
    )
    serve(front, port=port, on_ready=lambda: print("ready", flush=True))


if __name__ == "__main__":
    main()

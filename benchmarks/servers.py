"""The servers that are compared: `servers.py front|constant FOLDER PORT [THREADS]`."""

import os
import sys
from pathlib import Path

from pufa.edge.bridge import Bridge
from pufa.edge.coherence import CoherentStore
from pufa.edge.files import MediaFiles, StaticFiles
from pufa.edge.front import Front
from pufa.edge.purgelog import PurgeLog
from pufa.edge.rsgi import Exchange, Scope
from pufa.edge.server import serve
from pufa.edge.store import PageStore

HEADERS = [
    ("content-type", "text/html; charset=utf-8"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("etag", '"0123456789abcdef01234567-br"'),
    ("vary", "accept-encoding"),
    ("cache-control", "no-cache"),
]


class Constant(Front):
    """Always the same bytes, without looking at the request: what the server itself costs."""

    body = os.urandom(int(os.environ.get("BENCH_BODY", "1500")))

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer."""
        exchange.response_bytes(200, HEADERS, self.body)


def main() -> None:
    """Serve."""
    kind, folder, port, *threads = sys.argv[1:]
    if kind == "front":
        from benchmarks.plain.wsgi import application
    else:
        from wsgiref.simple_server import demo_app as application
    front = (Front if kind == "front" else Constant)(
        store=CoherentStore(PageStore(64_000_000), PurgeLog(Path(folder) / "edge")),
        bridge=Bridge(application, threads=int(threads[0]) if threads else 4),
        static=StaticFiles("/static/", Path(folder)),
        media=MediaFiles("/media/", Path(folder)),
    )
    serve(front, port=int(port))


if __name__ == "__main__":
    main()

"""Sample platforms: small real servers that answer as the platforms do, for tests and for the sample city.

They are no platforms: nothing leaves this machine, and every page of theirs says so. In a test:

    with fakes.serve("weibo") as server:
        access = server.access("weibo", account="zhuzhou")
        ...
        assert len(server.posts("weibo")) == 1

`folder` keeps their posts in a file, written through to the disk, so that doubles can be counted after a kill.
As a process: `python -m pufa.matrix.fakes --port 8100 --folder DIR`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread

from pufa.matrix.fakes.faults import Fault
from pufa.matrix.fakes.platform import Platform, SamplePost
from pufa.matrix.fakes.server import Server
from pufa.matrix.fakes.store import Store

__all__ = ["NAMES", "Fault", "Platform", "SamplePost", "Server", "Store", "load", "make", "serve"]

NAMES = ("wechat", "weibo", "douyin", "bilibili", "mastodon", "webhook", "email", "feed", "webpage")


def load(name: str) -> type[Platform]:
    """The sample platform of a kind. Raises ImportError or AttributeError if the kind has none."""
    found = import_module(f"pufa.matrix.connectors.{name}.fake").FAKE
    if not (isinstance(found, type) and issubclass(found, Platform)):
        raise TypeError(f"the sample platform of {name} is none")
    return found


def make(*names: str, folder: Path | None = None, port: int = 0) -> Server:
    """A server of these sample platforms, of all without names; `port` 0 takes a free one. Not yet running."""
    store = Store(folder)
    server = Server(store, port)
    for name in names or NAMES:
        server.add(load(name))
    return server


@contextmanager
def serve(*names: str, folder: Path | None = None, port: int = 0) -> Iterator[Server]:
    """Runs sample platforms in a thread for as long as the block lasts."""
    server = make(*names, folder=folder, port=port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)

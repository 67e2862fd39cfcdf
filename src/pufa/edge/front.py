"""The front: answers published pages from memory, hits and files by itself, and hands the rest to Django.

An RSGI application for one event loop; see README.md for the order of things.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Protocol

from pufa.edge.bridge import Answer, Bridge, RefusedError
from pufa.edge.clients import Proxies, peer_address
from pufa.edge.coherence import CoherentStore
from pufa.edge.files import MediaFiles, StaticFiles
from pufa.edge.negotiation import best_coding, has_current
from pufa.edge.rsgi import Exchange, Headers, RequestHeaders, Scope
from pufa.edge.sites import Sites
from pufa.edge.store import Entry, Key, PageStore, make_entry

READS: Final = frozenset({"GET", "HEAD"})
STORE_HEADER: Final = "x-edge-store"
STORED_PATHS_REMEMBERED: Final = 10_000
SECONDS_TO_WAIT_FOR_ANOTHER: Final = 5.0
FOLDER_CHECK_SECONDS: Final = 0.5
logger = logging.getLogger(__name__)


class Handler(Protocol):
    """Answers one fast address by itself; `address` is the reader's, behind proxies."""

    def __call__(self, scope: Scope, exchange: Exchange, address: str) -> Awaitable[None]:
        """Read the request, send the response."""


class Service(Protocol):
    """Something that lives as long as the server, such as the counter of hits."""

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin, before the first request."""

    def stop(self) -> None:
        """End, after the last request; may block."""


@dataclass(slots=True)
class Front:
    """The RSGI application; give it to `server.serve`."""

    store: CoherentStore
    bridge: Bridge
    static: StaticFiles
    media: MediaFiles
    proxies: Proxies = field(default_factory=Proxies)
    sites: Sites = field(default_factory=Sites)
    routes: Mapping[tuple[str, str], Handler] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
    static_bytes: int = 32 * 1024 * 1024
    _static_pages: PageStore = field(init=False)
    _has_plain_sites: bool = field(init=False)
    _rendering: dict[Key, asyncio.Future[None]] = field(default_factory=dict)
    _was_stored: OrderedDict[Key, None] = field(default_factory=OrderedDict)
    _watch: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        self._static_pages = PageStore(self.static_bytes)
        self._has_plain_sites = not self.proxies.networks

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        for service in self.services:
            service.start(loop)
        self._check_folder(loop)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._watch is not None:
            self._watch.cancel()
        self.bridge.close()
        for service in reversed(self.services):
            service.stop()

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        method, path = scope.method, scope.path
        key: Key | None = None
        if method in READS and not scope.query_string:
            headers = scope.headers
            key = (headers.get("host") if self._has_plain_sites else self._site(scope)) or "", path
            entry = self.store.get(key)
            if entry is not None:
                send_entry(headers, exchange, entry)
                return
        handler = self.routes.get((method, path))
        if handler is not None:
            address = self.proxies.client(scope).address if self.proxies.networks else peer_address(scope.client)
            await handler(scope, exchange, address)
        elif method in READS and await self._send_file(scope, exchange, path):
            return
        elif key is not None:
            await self._send_page(scope, exchange, key)
        else:
            await self._send_from_django(scope, exchange)

    def _site(self, scope: Scope) -> str:
        host = scope.headers.get("host") or scope.authority or ""
        return f"{self.proxies.client(scope).scheme}://{host}"

    async def _send_file(self, scope: Scope, exchange: Exchange, path: str) -> bool:
        """Send a static or media file of that path; whether there is one."""
        if path.startswith(self.static.address):
            return await self._send_static(scope, exchange, path)
        if path.startswith(self.media.address):
            return await self._send_media(scope, exchange, path)
        return False

    async def _send_static(self, scope: Scope, exchange: Exchange, path: str) -> bool:
        key = ("", path)
        entry = self._static_pages.get(key)
        if entry is None:
            entry = await asyncio.to_thread(self.static.load, path)
            if entry is None:
                return False
            self._static_pages.put(key, entry)
        send_entry(scope.headers, exchange, entry)
        return True

    async def _send_media(self, scope: Scope, exchange: Exchange, path: str) -> bool:
        reply = await asyncio.to_thread(
            self.media.reply,
            path,
            if_none_match=scope.headers.get("if-none-match") or "",
            wanted_range=scope.headers.get("range") or "",
        )
        if reply is None:
            return False
        if scope.method == "HEAD" or not reply.file or reply.start == reply.end:
            exchange.response_empty(reply.status, reply.headers)
        elif reply.status == HTTPStatus.PARTIAL_CONTENT:
            exchange.response_file_range(reply.status, reply.headers, reply.file, reply.start, reply.end)
        else:
            exchange.response_file(reply.status, reply.headers, reply.file)
        return True

    async def _send_page(self, scope: Scope, exchange: Exchange, key: Key) -> None:
        if key in self._was_stored and await self._another_renders(key):
            entry = self.store.get(key)
            if entry is not None:
                send_entry(scope.headers, exchange, entry)
                return
        mine: asyncio.Future[None] | None = None
        if key not in self._rendering:
            mine = self._rendering[key] = asyncio.get_running_loop().create_future()
        try:
            await self._send_from_django(scope, exchange, key)
        finally:
            if mine is not None:
                del self._rendering[key]
                mine.set_result(None)

    async def _another_renders(self, key: Key) -> bool:
        """Wait while another reader's request renders this page; whether there was one."""
        rendering = self._rendering.get(key)
        if rendering is None:
            return False
        await asyncio.wait([rendering], timeout=SECONDS_TO_WAIT_FOR_ANOTHER)
        return True

    async def _send_from_django(self, scope: Scope, exchange: Exchange, key: Key | None = None) -> None:
        rendered_at = self.store.before_render()
        try:
            answer = await self.bridge.call(scope, exchange, self.proxies.client(scope))
        except RefusedError as refusal:
            send_status(exchange, refusal.status)
            return
        except Exception:
            logger.exception("the application failed at %s", scope.path)
            send_status(exchange, HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        seconds = take_store_header(answer)
        if key is not None and seconds and scope.method == "GET" and answer.pieces is None:
            entry = await asyncio.to_thread(make_entry, answer.headers, answer.body, max_age=seconds)
            host = scope.headers.get("host") or scope.authority or ""
            if self.sites.may_keep(host, scope.server) and self.store.put(key, entry, rendered_at=rendered_at):
                self._remember(key)
            send_entry(scope.headers, exchange, entry)
            return
        await self.bridge.send(exchange, answer, is_head=scope.method == "HEAD")

    def _remember(self, key: Key) -> None:
        self._was_stored[key] = None
        self._was_stored.move_to_end(key)
        if len(self._was_stored) > STORED_PATHS_REMEMBERED:
            self._was_stored.popitem(last=False)

    def _check_folder(self, loop: asyncio.AbstractEventLoop) -> None:
        self.store.check_folder()
        self._watch = loop.call_later(FOLDER_CHECK_SECONDS, self._check_folder, loop)


def send_entry(headers: RequestHeaders, exchange: Exchange, entry: Entry) -> None:
    """Send a ready-made answer in the best coding, or 304 to a reader who has it."""
    form = entry.forms[best_coding(headers.get("accept-encoding"))]
    known = headers.get("if-none-match")
    if known is not None and has_current(known, form.etag):
        exchange.response_empty(304, form.headers_unchanged)
    else:
        exchange.response_bytes(200, form.headers, form.body)


def send_status(exchange: Exchange, status: HTTPStatus) -> None:
    """Send a bare refusal in words a person can read."""
    headers: Headers = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("retry-after", "2"))
    exchange.response_bytes(status.value, headers, f"{status.value} {status.phrase}\n".encode())


def take_store_header(answer: Answer) -> float:
    """Remove the mark of the middleware from an answer; how many seconds it may be stored, 0 for not at all."""
    marks = [value for name, value in answer.headers if name == STORE_HEADER]
    if not marks:
        return 0.0
    answer.headers = [pair for pair in answer.headers if pair[0] != STORE_HEADER]
    return float(marks[0]) if marks[0].isdigit() else 0.0


RsgiApplication = Callable[[Scope, Exchange], Awaitable[None]]

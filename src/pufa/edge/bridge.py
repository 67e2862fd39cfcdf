"""Hands a request to a WSGI application (Django) in a thread of the same process and sends what it answers.

The body is read on the event loop, so a slow sender costs no thread: small ones stay in memory, larger ones go to a
temporary file. The reply goes back whole when it is whole, in pieces when it is a stream; a reader who has gone ends
the stream.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import IO, Any, Final, Protocol
from wsgiref.types import WSGIApplication

from pufa.edge.clients import FORWARDED, Client
from pufa.edge.rsgi import Exchange, Headers, Scope, Transport

MEMORY_FOR_BODY: Final = 512 * 1024
BODY_PAUSE_SECONDS: Final = 30.0
BODILESS: Final = frozenset({204, 304})
HOP_BY_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade",
                               "proxy-authenticate", "proxy-connection"})  # fmt: skip
logger = logging.getLogger(__name__)


class RefusedError(Exception):
    """The request is refused before Django sees it; `status` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Closes(Protocol):
    """A WSGI answer that wants to hear when it is done with."""

    def close(self) -> None:
        """Free what it holds."""


@dataclass(slots=True)
class Answer:
    """What a WSGI application answered: a whole body, or pieces still to come."""

    status: int
    headers: Headers
    body: bytes = b""
    pieces: Iterable[bytes] | None = None


@dataclass(slots=True)
class Bridge:
    """Runs a WSGI application for RSGI requests; at most `threads` at once and `waiting` in the queue."""

    application: WSGIApplication
    threads: int = 4
    waiting: int = 256
    body_limit: int = 50 * 1024 * 1024
    under_way: int = 0
    is_closing: bool = False
    _is_idle: asyncio.Event = field(default_factory=asyncio.Event)
    _pool: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="django")

    async def finish(self) -> None:
        """Refuse what comes from now on and wait until no request is under way."""
        self.is_closing = True
        if self.under_way:
            await self._is_idle.wait()

    def close(self) -> None:
        """Wait for what runs, refuse what waits."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def call(self, scope: Scope, exchange: Exchange, client: Client) -> Answer:
        """The application's answer.

        Raises RefusedError when the body is too large or slow, the queue is full, or the server is about to end.
        """
        if self.is_closing or self.under_way >= self.threads + self.waiting:
            raise RefusedError(HTTPStatus.SERVICE_UNAVAILABLE)
        self.under_way += 1
        self._is_idle.clear()
        body: IO[bytes] | None = None
        try:
            body, length = await read_body(scope, exchange, self.body_limit)
            environ = make_environ(scope, client, body, length)
            return await asyncio.get_running_loop().run_in_executor(self._pool, self._run, environ)
        finally:
            self.under_way -= 1
            if not self.under_way:
                self._is_idle.set()
            if body is not None:
                body.close()

    async def send(self, exchange: Exchange, answer: Answer, *, is_head: bool) -> None:
        """Send an answer; one without a body as such."""
        if answer.pieces is not None and not is_head:
            await self._stream(exchange, answer.status, answer.headers, answer.pieces)
            return
        if answer.pieces is not None:
            await asyncio.get_running_loop().run_in_executor(self._pool, _close, answer.pieces)
            exchange.response_empty(answer.status, answer.headers)
        elif answer.status in BODILESS:
            exchange.response_empty(answer.status, [pair for pair in answer.headers if pair[0] != "content-length"])
        else:
            exchange.response_bytes(answer.status, answer.headers, answer.body)

    async def _stream(self, exchange: Exchange, status: int, headers: Headers, pieces: Iterable[bytes]) -> None:
        transport = exchange.response_stream(status, headers)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._pool, _pump, pieces, transport, loop)

    def _run(self, environ: dict[str, Any]) -> Answer:
        answer = Answer(500, [])

        def start_response(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
            answer.status = int(status.split(" ", 1)[0])
            answer.headers = [(name.lower(), value) for name, value in headers if name.lower() not in HOP_BY_HOP]
            return _refuse_write

        pieces = self.application(environ, start_response)
        if getattr(pieces, "streaming", not isinstance(pieces, list | tuple)):
            answer.pieces = pieces
            return answer
        try:
            answer.body = b"".join(pieces)
        finally:
            _close(pieces)
        return answer


async def read_body(scope: Scope, exchange: Exchange, limit: int) -> tuple[IO[bytes], int]:
    """The request's body as a file at its beginning, and its length in bytes. Raises RefusedError over the limit."""
    declared = scope.headers.get("content-length")
    body: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MEMORY_FOR_BODY)  # noqa: SIM115 (the caller closes it)
    if declared is None and scope.headers.get("transfer-encoding") is None:
        return body, 0
    try:
        if declared and declared.isdigit() and int(declared) > limit:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        length = await _receive(exchange, body, limit)
        if declared and declared.isdigit() and length != int(declared):
            raise RefusedError(HTTPStatus.BAD_REQUEST)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body, length


async def _receive(exchange: Exchange, body: IO[bytes], limit: int) -> int:
    length = 0
    pieces = aiter(exchange)
    while True:
        try:
            async with asyncio.timeout(BODY_PAUSE_SECONDS):
                piece = await anext(pieces)
        except StopAsyncIteration:
            return length
        except TimeoutError as error:
            raise RefusedError(HTTPStatus.REQUEST_TIMEOUT) from error
        length += len(piece)
        if length > limit:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body.write(piece)


def make_environ(scope: Scope, client: Client, body: IO[bytes], length: int) -> dict[str, Any]:
    """The request as PEP 3333 wants it. Headers with an underscore, and those only a proxy may set, are left out."""
    name, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": name.strip("[]") or "localhost",
        "SERVER_PORT": port if port.isdigit() else "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client.address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": client.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for header, value in scope.headers.items():
        if "_" in header or header in FORWARDED or header in {"content-length", "transfer-encoding", "proxy"}:
            continue
        text = value.encode().decode("latin-1")
        if header == "content-type":
            environ["CONTENT_TYPE"] = text
            continue
        key = "HTTP_" + header.upper().replace("-", "_")
        glue = "; " if header == "cookie" else ","
        environ[key] = environ[key] + glue + text if key in environ else text
    if "HTTP_HOST" not in environ and scope.authority:
        environ["HTTP_HOST"] = scope.authority
    if length:
        environ["CONTENT_LENGTH"] = str(length)
    return environ


def _pump(pieces: Iterable[bytes], transport: Transport, loop: asyncio.AbstractEventLoop) -> None:
    try:
        for piece in pieces:
            if piece:
                asyncio.run_coroutine_threadsafe(_send(transport, piece), loop).result()
    except RuntimeError as error:  # RSGIProtocolClosed is one: the reader has gone
        logger.info("stream ended early: %s", error)
    finally:
        _close(pieces)


def _refuse_write(data: bytes) -> object:
    raise NotImplementedError("the write() of WSGI's first days is not offered")


async def _send(transport: Transport, piece: bytes) -> None:
    await transport.send_bytes(piece)


def _close(pieces: Iterable[bytes] | Closes) -> None:
    close = getattr(pieces, "close", None)
    if close is not None:
        close()

"""Runs the front in this process: one event loop, one process, a clean end at SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Final, NoReturn

from granian.constants import HTTPModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from pufa.edge.front import Front

DRAIN_SECONDS: Final = 5.0
KILL_SECONDS: Final = 8.0
HEADER_MILLISECONDS: Final = 15_000
HEADER_BYTES: Final = 64 * 1024
FORCED_EXIT: Final = 70
logger = logging.getLogger(__name__)


def serve(
    front: Front | str,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    on_ready: Callable[[], None] | None = None,
    kill_seconds: float = KILL_SECONDS,
) -> NoReturn:
    """Serve until SIGINT or SIGTERM, give what is under way a few seconds to end, and exit the process with status 0.

    `front` may be named as `module:attribute`. `on_ready` is called once the port is open. When the server has not
    ended `kill_seconds` after the signal, the process exits with status 70. Raises OSError when the port is taken.
    """
    _need_free_port(host, port)
    asyncio.run(_serve(_load(front) if isinstance(front, str) else front, host, port, on_ready, kill_seconds))
    _leave()


def _need_free_port(host: str, port: int) -> None:
    # Granian shares ports among processes (SO_REUSEPORT): a second server would silently take half the requests.
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def _leave() -> NoReturn:
    # Granian's threads may still drop a request of a reader who has gone; doing so while the interpreter is being
    # taken down aborts the process. Everything of ours has ended by now, so the process ends here.
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _load(name: str) -> Front:
    module, _, attribute = name.partition(":")
    front = getattr(import_module(module), attribute)
    if not isinstance(front, Front):
        raise TypeError(f"{name} is no Front")
    return front


async def _serve(front: Front, host: str, port: int, on_ready: Callable[[], None] | None, kill_seconds: float) -> None:
    server = Server(
        front,
        address=host,
        port=port,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=HEADER_BYTES),
        log_level=LogLevels.error,
    )
    loop = asyncio.get_running_loop()
    stopping: list[asyncio.Task[None]] = []

    def stop() -> None:
        if not stopping:
            _exit_later(kill_seconds)
            stopping.append(loop.create_task(_drain_and_stop(front, server)))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    if on_ready is not None:
        loop.call_later(0.05, on_ready)
    await server.serve()


async def _drain_and_stop(front: Front, server: Server) -> None:
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            await front.bridge.finish()
    except TimeoutError:
        logger.warning("%d requests were still under way at the end", front.bridge.under_way)
    asyncio.get_running_loop().call_soon(server.stop)


def _exit_later(seconds: float) -> None:
    def exit_now() -> None:
        logger.error("the server did not end within %.0f s; forced", seconds)
        os._exit(FORCED_EXIT)

    timer = threading.Timer(seconds, exit_now)
    timer.daemon = True
    timer.start()

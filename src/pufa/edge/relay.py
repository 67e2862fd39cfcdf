"""Carries purges between machines over a Redis stream; each machine copies them into its own purge log.

A machine hears its own messages too; to obey a purge twice does no harm.

A front that cannot hear the stream stops using its page store until it can again (everything then goes to Django), so
a broken line costs speed and never shows a withdrawn page.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pufa.edge.purgelog import Purge, PurgeLog

if TYPE_CHECKING:
    from redis import Redis

STREAM: Final = "pufa:edge:purges"
KEPT_MESSAGES: Final = 10_000
LISTEN_MILLISECONDS: Final = 500
ANSWER_SECONDS: Final = 1.0
PAUSE_SECONDS: Final = 0.2
logger = logging.getLogger(__name__)


def send(address: str, purge: Purge) -> None:
    """Tell every machine. Raises redis.RedisError when the message cannot be handed over."""
    record = {name: value for name, value in asdict(purge).items() if value}
    fields: dict[Any, Any] = {"purge": json.dumps(record)}
    _connection(address).xadd(STREAM, fields, maxlen=KEPT_MESSAGES, approximate=True)


@dataclass(slots=True)
class Relay:
    """A thread that copies other machines' purges into this machine's log; a `Service` of the front."""

    address: str
    log: PurgeLog
    on_lost: Callable[[], None]
    on_heard: Callable[[], None]
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin listening; the front stays without its store until the first contact."""
        self.on_lost()
        self._thread = threading.Thread(target=self._listen, args=(loop,), name="purge-relay", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=2 * ANSWER_SECONDS)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        from redis import RedisError

        while not self._ended.is_set():
            try:
                self._follow(loop)
            except RedisError as error:
                logger.warning("purge messages cannot be heard: %s", error)
                loop.call_soon_threadsafe(self.on_lost)
                self._ended.wait(PAUSE_SECONDS)

    def _follow(self, loop: asyncio.AbstractEventLoop) -> None:
        connection = _connection(self.address)
        newest: Any = connection.xrevrange(STREAM, count=1)
        position: Any = newest[0][0] if newest else "0-0"
        self.log.append(Purge(prefixes=("/",)))
        loop.call_soon_threadsafe(self.on_heard)
        while not self._ended.is_set():
            heard: Any = connection.xread({STREAM: position}, block=LISTEN_MILLISECONDS)
            for number, fields in heard[0][1] if heard else ():
                self._take(fields)
                position = number

    def _take(self, fields: dict[str, str]) -> None:
        record = json.loads(fields["purge"])
        for name in ("paths", "prefixes"):
            record[name] = tuple(record.get(name, ()))
        self.log.append(Purge(**record))


@lru_cache(maxsize=4)
def _connection(address: str) -> Redis:
    from redis import Redis

    return Redis.from_url(
        address,
        decode_responses=True,
        socket_timeout=LISTEN_MILLISECONDS / 1000 + ANSWER_SECONDS,
        socket_connect_timeout=ANSWER_SECONDS,
    )

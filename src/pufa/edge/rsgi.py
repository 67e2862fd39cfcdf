"""The part of Granian's RSGI interface the front uses, as types (its own package declares none)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

Headers = list[tuple[str, str]]


class RequestHeaders(Protocol):
    """The request's headers; names in lower case."""

    def get(self, key: str, default: str | None = None) -> str | None:
        """The first value of a header."""

    def items(self) -> list[tuple[str, str]]:
        """All headers in order, repeated ones too."""


class Scope(Protocol):
    """What is known of a request before its body; `path` is percent-decoded, `client` is address:port."""

    proto: str
    http_version: str
    client: str
    server: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None

    @property
    def headers(self) -> RequestHeaders:
        """The request's headers."""


class Transport(Protocol):
    """A response under way."""

    async def send_bytes(self, data: bytes) -> None:
        """Send one piece; raises RSGIProtocolClosed when the reader has gone."""


class Exchange(Protocol):
    """Reads the request's body and sends the response."""

    async def __call__(self) -> bytes:
        """The whole body."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The body in pieces."""

    def response_empty(self, status: int, headers: Headers) -> None:
        """Send headers only."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Send headers and a body."""

    def response_file(self, status: int, headers: Headers, file: str) -> None:
        """Send a file."""

    def response_file_range(self, status: int, headers: Headers, file: str, start: int, end: int) -> None:
        """Send the bytes of a file from start to before end."""

    def response_stream(self, status: int, headers: Headers) -> Transport:
        """Send headers and go on with pieces."""

"""Fetches one public web page, with limits on address, size, time and redirects.

The host's name is resolved once, every address is checked, and the connection goes to a checked address: a name that
changes its address in between (DNS rebinding) gains nothing. The name stays in the Host header and in TLS.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from typing import Any, Final

import httpcore
import httpx

DEFAULT_LIMIT: Final = 5 * 1024 * 1024
DEFAULT_TIMEOUT: Final = 15.0
MOST_REDIRECTS: Final = 5
LONGEST_ADDRESS: Final = 2048
SHORTEST_WAIT: Final = 0.001
PAGE_TYPES: Final = re.compile(r"text/|application/xhtml\+xml", re.IGNORECASE)
KEPT_HEADERS: Final = (
    *("content-type", "content-length", "content-encoding", "content-language", "date", "last-modified"),
    *("etag", "expires", "server", "via", "location", "retry-after"),
)
HEADER_LENGTH: Final = 500
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
HEADERS: Final = {
    "User-Agent": "Mozilla/5.0 (compatible; pufa import-page)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
MESSAGES_ZH: Final = {
    "bad_address": "网址不正确，只支持 http 和 https 网址。",
    "private_address": "该网址指向内部网络，不允许访问。",
    "redirect_to_private": "该网址跳转到内部网络，已停止访问。",
    "too_many_redirects": "跳转次数过多，已停止访问。",
    "too_large": "页面太大，已停止下载。",
    "not_a_page": "该网址返回的不是网页或文本。",
    "timeout": "访问超时。",
    "http_status": "网站返回了错误状态。",
    "unreachable": "无法连接该网站。",
    "robots_forbids": "该网站的 robots.txt 不允许访问这个网址。",
    "robots_unavailable": "该网站的 robots.txt 暂时读不到，按规矩先不访问。",
}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Private = bool | Collection[tuple[str, int]]


class FetchError(Exception):
    """The page could not be fetched. ``code`` is one of MESSAGES_ZH; ``message_zh`` says it in Chinese.

    ``status`` and ``headers`` are what the site answered, where it did; ``url`` is the last address asked.
    """

    def __init__(
        self, code: str, message: str, *, status: int = 0, headers: Mapping[str, str] | None = None, url: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.message_zh = MESSAGES_ZH[code]
        self.status = status
        self.headers = dict(headers or {})
        self.url = url


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched page: ``data`` is its body, decompressed; ``charset`` is what the header names, if it does.

    ``headers`` are those of KEPT_HEADERS that came, by their names in small letters.
    """

    url: str
    final_url: str
    status: int
    content_type: str
    charset: str | None
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rules:
    limit: int
    deadline: float
    private: Private
    types: re.Pattern[str] = PAGE_TYPES

    def left(self) -> float:
        """Seconds left. Raises FetchError timeout."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise FetchError("timeout", "the page took too long")
        return max(seconds, SHORTEST_WAIT)

    def may_be_private(self, host: str, port: int) -> bool:
        """Whether the caller named this host and port as allowed although it is private."""
        return self.private if isinstance(self.private, bool) else (host, port) in self.private


def fetch(
    url: str,
    *,
    max_bytes: int = DEFAULT_LIMIT,
    timeout: float = DEFAULT_TIMEOUT,
    max_redirects: int = MOST_REDIRECTS,
    allow_private: Private = False,
    types: re.Pattern[str] = PAGE_TYPES,
    user_agent: str = "",
    before: Callable[[str], object] | None = None,
) -> Fetched:
    """The page at an address. ``max_bytes`` limits it before and after decompression, ``timeout`` (s) all together.

    ``allow_private`` is for tests and trusted networks: True, or the (host, port) pairs that may be private.
    ``types`` matches the content types wanted; ``before`` is called with each address about to be asked, that of
    each redirect too, and may raise FetchError to stop.
    Raises FetchError with code bad_address, private_address, redirect_to_private, too_many_redirects, too_large,
    not_a_page, timeout, http_status or unreachable.
    """
    rules = _Rules(max_bytes, time.monotonic() + timeout, allow_private, types)
    current = _checked_url(url)
    headers = HEADERS | ({"User-Agent": user_agent} if user_agent else {})
    with httpx.Client(transport=_Transport(rules), trust_env=False, headers=headers) as client:
        for hop in range(max_redirects + 1):
            try:
                if before is not None:
                    before(str(current))
                answer = _one(client, current, rules)
            except FetchError as error:
                error.url = error.url or str(current)
                if error.code == "private_address" and hop:
                    raise FetchError("redirect_to_private", error.message, url=error.url) from error
                raise
            if isinstance(answer, httpx.URL):
                current = answer
                continue
            status, kept, data = answer
            content_type = kept.get("content-type", "")
            return Fetched(url, str(current), status, content_type, _charset(content_type), data, kept)
    raise FetchError("too_many_redirects", f"more than {max_redirects} redirects", url=str(current))


def guarded_transport(*, max_bytes: int, timeout: float, allow_private: Private = False) -> httpx.BaseTransport:
    """A transport for one call with the same guards as `fetch`: checked addresses and a deadline (s) from now.

    It follows no redirect and keeps no connection. ``max_bytes`` is for whoever reads the answer's stream.
    Raises FetchError private_address, timeout or unreachable while it is used, besides httpcore's own errors.
    """
    return _Transport(_Rules(max_bytes, time.monotonic() + timeout, allow_private))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, looking inside addresses that carry another one."""
    try:
        found: Address = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _one(client: httpx.Client, url: httpx.URL, rules: _Rules) -> httpx.URL | tuple[int, dict[str, str], bytes]:
    """One request: where it redirects to, or status, headers worth keeping and body."""
    try:
        with client.stream("GET", url, follow_redirects=False) as response:
            if response.status_code in REDIRECTS and "location" in response.headers:
                return _checked_url(str(url.join(response.headers["location"])))
            status, kept = response.status_code, _kept(response.headers)
            if not 200 <= status < 300:
                raise FetchError("http_status", f"the site answered with status {status}", status=status, headers=kept)
            content_type = kept.get("content-type", "")
            if content_type and not rules.types.match(content_type.strip()):
                raise FetchError("not_a_page", f"the address gives {content_type!r}, which is no page")
            return status, kept, _body(response, rules)
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise FetchError("timeout", "the page took too long") from error
    except (httpx.InvalidURL, httpx.ProtocolError, httpx.UnsupportedProtocol) as error:
        raise FetchError("bad_address", f"the site redirects to an unusable address: {error}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError, ssl.SSLError, OSError) as error:
        raise FetchError("unreachable", f"no answer from {url.host}: {error}") from error


def _kept(headers: httpx.Headers) -> dict[str, str]:
    return {name: headers[name][:HEADER_LENGTH] for name in KEPT_HEADERS if name in headers}


def _body(response: httpx.Response, rules: _Rules) -> bytes:
    """The body, decompressed piece by piece so that a small file cannot swell beyond the limit."""
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > rules.limit:
        raise FetchError("too_large", f"the page has {announced} bytes; the limit is {rules.limit}")
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise FetchError("not_a_page", f"the page is packed as {packing!r}, which was not asked for")
    unpacker = None if packing in {"", "identity"} else zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    whole = bytearray()
    raw = 0
    for piece in response.iter_raw():
        rules.left()
        raw += len(piece)
        try:
            whole += unpacker.decompress(piece, rules.limit + 1 - len(whole)) if unpacker else piece
        except zlib.error as error:
            raise FetchError("unreachable", "the page's compressed data is damaged") from error
        if raw > rules.limit or len(whole) > rules.limit:
            raise FetchError("too_large", f"the page is larger than {rules.limit} bytes")
    return bytes(whole)


def _checked_url(text: str) -> httpx.URL:
    """A usable http or https address. Raises FetchError bad_address."""
    if len(text) > LONGEST_ADDRESS or re.search(r"[\x00-\x20\x7f]", text.strip()):
        raise FetchError("bad_address", "the address is too long or holds blanks or control characters")
    try:
        url = httpx.URL(text.strip())
        port = url.port
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError("bad_address", f"this is no web address: {error}") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise FetchError("bad_address", "only http and https addresses can be fetched")
    if url.userinfo:
        raise FetchError("bad_address", "an address with a user name or password is not fetched")
    if port is not None and not 0 < port < 65536:
        raise FetchError("bad_address", "the port is out of range")
    return url


def _charset(content_type: str) -> str | None:
    message = Message()
    message["content-type"] = content_type or "text/html"
    found = message.get_param("charset")
    return found.strip() or None if isinstance(found, str) else None


@cache
def _tls() -> ssl.SSLContext:
    """The rules of TLS with the system's authorities; made once, because reading these takes a while."""
    return ssl.create_default_context()


def _addresses(host: str, port: int, rules: _Rules) -> list[str]:
    """Every address of a host, all of them public. Raises FetchError private_address, unreachable, timeout."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        rows = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(timeout=rules.left())
    except FutureTimeoutError as error:
        raise FetchError("timeout", f"the name {host} could not be looked up in time") from error
    except (OSError, UnicodeError) as error:
        raise FetchError("unreachable", f"the name {host} is not known") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    found = list(dict.fromkeys(str(row[4][0]) for row in rows))
    if not rules.may_be_private(host, port) and not all(is_public(address) for address in found):
        raise FetchError("private_address", f"{host} is an address inside a private network")
    return found


class _Backend(httpcore.NetworkBackend):
    """Connects only to checked addresses and gives every read and write the time that is left."""

    def __init__(self, rules: _Rules) -> None:
        self._rules = rules
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first checked address that answers."""
        failure: Exception | None = None
        for address in _addresses(host, port, self._rules):
            try:
                stream = self._plain.connect_tcp(address, port, self._rules.left(), local_address, socket_options)
            except httpcore.NetworkError as error:
                failure = error
            else:
                return _Stream(stream, self._rules)
        raise failure or httpcore.ConnectError(f"{host} has no address")


class _Stream(httpcore.NetworkStream):
    """A connection that ends when the time for the whole page is over, however slowly bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream, rules: _Rules) -> None:
        self._stream = stream
        self._rules = rules

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes. Raises FetchError timeout."""
        return self._stream.read(max_bytes, self._rules.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends bytes. Raises FetchError timeout."""
        self._stream.write(buffer, self._rules.left())

    def close(self) -> None:
        """Ends the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection under TLS, for the host's own name."""
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._rules.left()), self._rules)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows about itself."""
        return self._stream.get_extra_info(info)


class _Pieces(httpx.SyncByteStream):
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces

    def close(self) -> None:
        if hasattr(self._pieces, "close"):
            self._pieces.close()


class _Transport(httpx.BaseTransport):
    """Lets httpx speak through the checking backend."""

    def __init__(self, rules: _Rules) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(), network_backend=_Backend(rules), max_keepalive_connections=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        asked = httpcore.Request(request.method, target, headers=request.headers.raw, content=request.stream)
        answer = self._pool.handle_request(asked)
        pieces = answer.stream
        if not isinstance(pieces, Iterable):
            raise FetchError("unreachable", "the answer cannot be read")
        return httpx.Response(answer.status, headers=answer.headers, stream=_Pieces(pieces))

    def close(self) -> None:
        self._pool.close()

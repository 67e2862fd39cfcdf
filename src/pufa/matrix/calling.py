"""One call to a platform's interface: with limits on address, time and size, and every failure as a ConnectorError.

Says of each failed write whether it may have been carried out. Follows no redirect, keeps no connection, logs nothing:
addresses of some platforms carry the token.
"""

import json
import re
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from typing import Any, Final, TypeVar, cast

import httpcore
import httpx

from pufa.lib import http
from pufa.matrix.connector import Access, ConnectorError, ErrorKind

LARGEST_ANSWER: Final = 4 * 1024 * 1024
LONGEST_DETAIL: Final = 300
LONGEST_WAIT: Final = timedelta(days=1)  # a longer wait named by a platform is a mistake or an attack
SHORTEST_SECRET: Final = 6
LEAST_SPEED: Final = 200_000  # bytes a second of a large upload, added to the time a call may take
LONGEST_COUNT: Final = 18  # digits
LAST_SECOND: Final = 32503680000  # the year 3000
AGENT: Final = "pufa-matrix/1"
UNPACKED: Final = {"Accept-Encoding": "identity"}
File = tuple[str | None, Any, str | None]
Judge = Callable[["Answer"], ConnectorError | None]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform answered; header names in small letters, `body` as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON, in UTF-8 or else GB18030, whatever the answer declares; None if it is none."""
        for name in ("utf-8-sig", "gb18030"):
            try:
                return json.loads(self.body.decode(name))
            except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
                continue
        return None

    def record(self) -> dict[str, Any]:
        """The body as a JSON object; empty if it is none."""
        found = self.json()
        return found if isinstance(found, dict) else {}


class Caller:
    """Calls one platform for one account. `judge` finds the platform's own error in an answer."""

    def __init__(self, access: Access, *, judge: Judge | None = None, headers: Mapping[str, str] | None = None) -> None:
        self._access = access
        self._judge = judge
        self._headers = dict(headers or {})
        self._secrets = {value for value in access.values.values() if len(value) >= SHORTEST_SECRET}

    @property
    def base_url(self) -> str:
        """The address paths are joined to."""
        return self._access.base_url

    def hide(self, *secrets: str) -> None:
        """Keeps these values out of every detail, besides those of `Access.values`."""
        self._secrets.update(secret for secret in secrets if len(secret) >= SHORTEST_SECRET)

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        data: Any = None,
        form: Mapping[str, str] | None = None,
        files: Sequence[tuple[str, File]] = (),
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        is_write: bool = False,
    ) -> Answer:
        """The answer to one request; `data` is sent as JSON. `path` is joined to the base address, or a whole address.

        `is_write`: a failure after the request left is marked uncertain. Raises ConnectorError.
        """
        body = None if data is None else json.dumps(data, ensure_ascii=False).encode()
        request = self._request(method, path, query, form, files, content if body is None else body, headers)
        if body is not None:
            request.headers["content-type"] = "application/json; charset=utf-8"
        watched = _Watched(cast("Iterable[bytes]", request.stream))
        request.stream = watched
        try:
            answer = self._answer(request)
        except ConnectorError as error:
            raise self._clean(error, is_uncertain=is_write and watched.is_sent) from error.__cause__
        finally:
            for _, (_, source, _) in files:
                if hasattr(source, "close"):
                    source.close()
        is_redirect = 300 <= answer.status < 400
        failure = (self._judge(answer) if self._judge and not is_redirect else None) or _by_status(answer)
        if failure:
            raise self._clean(failure, is_uncertain=failure.is_uncertain and is_write)
        return answer

    def read(self, method: str, path: str, **how: Any) -> dict[str, Any]:
        """The JSON object of an answer. Raises ConnectorError, also when it is none (a login page, half an answer)."""
        found = self.json(method, path, **how)
        if not isinstance(found, dict):
            raise _no_json(is_uncertain=bool(how.get("is_write")))
        return found

    def json(self, method: str, path: str, **how: Any) -> Any:
        """The JSON value of an answer. Raises ConnectorError like `read`."""
        found = self.call(method, path, **how).json()
        if found is None:
            raise _no_json(is_uncertain=bool(how.get("is_write")))
        return found

    def _request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | int] | None,
        form: Mapping[str, str] | None,
        files: Sequence[tuple[str, File]],
        content: bytes | None,
        headers: Mapping[str, str] | None,
    ) -> httpx.Request:
        address = path if path.startswith(("http://", "https://")) else self._access.base_url + path
        try:
            url = httpx.URL(address)
            request = httpx.Request(
                method,
                url.copy_merge_params(dict(query)) if query else url,
                headers={
                    "User-Agent": AGENT,
                    "Accept": "application/json",
                    **UNPACKED,
                    **self._headers,
                    **(headers or {}),
                },
                data=dict(form) if form else None,
                files=[_plainly_named(number, *item) for number, item in enumerate(files)] or None,
                content=content,
            )
        except UnicodeEncodeError as error:
            detail = "a value holds characters that cannot be sent"
            raise ConnectorError(ErrorKind.RECONNECT, detail, code="bad_value") from error
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise ConnectorError(ErrorKind.RECONNECT, f"not a web address: {error}", code="bad_address") from error
        allowed = {"https", "http"} if self._access.allow_private else {"https"}
        if request.url.scheme not in allowed or not request.url.host or request.url.userinfo:
            raise ConnectorError(ErrorKind.RECONNECT, "only https addresses are called", code="bad_address")
        return request

    def _answer(self, request: httpx.Request) -> Answer:
        transport = http.guarded_transport(
            max_bytes=LARGEST_ANSWER,
            timeout=self._access.timeout.total_seconds() + _size(request) / LEAST_SPEED,
            allow_private=self._access.allow_private,
        )
        with transport:
            try:
                response = transport.handle_request(request)
                try:
                    packing = response.headers.get("content-encoding", "")
                    body = _body(cast("Iterable[bytes]", response.stream), packing.strip().lower())
                finally:
                    response.close()
            except (http.FetchError, httpcore.TimeoutException, httpx.TimeoutException) as error:
                raise _of_fetch(error) from error
            except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError, OSError) as error:
                tls = isinstance(error, ssl.SSLError) or "SSL" in str(error) or "certificate" in str(error).lower()
                code = "tls" if tls else "connection"
                raise ConnectorError(ErrorKind.RETRY, f"the connection broke: {error}", code=code) from error
        names = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, names, body)

    def _clean(self, error: ConnectorError, *, is_uncertain: bool) -> ConnectorError:
        detail = error.detail
        for secret in sorted(self._secrets, key=len, reverse=True):
            detail = detail.replace(secret, "***")
        detail = re.sub(r"\s+", " ", detail).strip()[:LONGEST_DETAIL]
        wait = error.retry_after
        return ConnectorError(
            error.kind,
            detail,
            code=error.code,
            retry_after=None if wait is None else min(max(wait, timedelta(0)), LONGEST_WAIT),
            is_uncertain=is_uncertain,
        )


def wanted(record: Mapping[str, Any], *names: str, kind: type[Value], is_write: bool = False) -> Value:
    """A value deep in a JSON object. Raises ConnectorError retry `not_expected` when absent or of another type."""
    found: Any = record
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    if isinstance(found, kind) and found != "":
        return found
    place = ".".join(names)
    raise ConnectorError(ErrorKind.RETRY, f"no {place} in the answer", code="not_expected", is_uncertain=is_write)


def wait_of(headers: Mapping[str, str], *, now: datetime | None = None) -> timedelta | None:
    """How long to wait by Retry-After (seconds or a date, RFC 9110 §10.2.3) or X-RateLimit-Reset (ISO 8601, epoch)."""
    moment = now or datetime.now(UTC)
    for name in ("retry-after", "x-ratelimit-reset"):
        text = headers.get(name, "").strip()
        try:
            if name == "retry-after" and text.isdigit():
                return timedelta(seconds=min(int(text), int(LONGEST_WAIT.total_seconds())))
            if name == "retry-after" and text:
                return max(parsedate_to_datetime(text) - moment, timedelta(0))
            if text.isdigit():
                return max(datetime.fromtimestamp(int(text), UTC) - moment, timedelta(0))
            if text:
                return max(datetime.fromisoformat(text) - moment, timedelta(0))
        except (ValueError, TypeError, OverflowError, OSError):
            continue
    return None


def rows_of(record: Mapping[str, Any], *names: str) -> list[Mapping[str, Any]]:
    """The objects of a list deep in a JSON object; empty if it is none."""
    found: Any = record
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def count_of(value: object) -> int | None:
    """A number of readers, likes …; None if it is none."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    text = str(value) if is_number or isinstance(value, str) else ""
    return int(text) if text.isdigit() and len(text) <= LONGEST_COUNT else None


def time_of(value: object) -> datetime | None:
    """A time given as seconds since 1970; None if it is none."""
    seconds = count_of(value)
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds < LAST_SECOND else None


def end_after(now: datetime, seconds: object) -> datetime | None:
    """When something ends that lasts so many seconds from now; None if that is no number, or beyond any calendar."""
    return time_of(int(now.timestamp()) + count) if (count := count_of(seconds)) is not None else None


class _Watched(httpx.SyncByteStream):
    """The body of a request, which knows whether the last byte was handed over."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.is_sent = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        self.is_sent = True


def _body(pieces: Iterable[bytes], packing: str) -> bytes:
    """The whole body; unpacked within the limit where a server packs it although none asked for that."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if packing in {"gzip", "x-gzip", "deflate"} else None
    whole = bytearray()
    for piece in pieces:
        try:
            whole += unpacker.decompress(piece, LARGEST_ANSWER + 1) if unpacker else piece
        except zlib.error as error:
            raise ConnectorError(ErrorKind.RETRY, "the packed answer is damaged", code="connection") from error
        if len(whole) > LARGEST_ANSWER:
            raise ConnectorError(ErrorKind.RETRY, "the answer is larger than any expected one", code="too_large")
    return bytes(whole)


def _of_fetch(error: Exception) -> ConnectorError:
    code = error.code if isinstance(error, http.FetchError) else "timeout"
    if code == "private_address":
        return ConnectorError(ErrorKind.RECONNECT, "the address lies inside a private network", code=code)
    return ConnectorError(ErrorKind.RETRY, str(error) or "no answer in time", code=code)


def _plainly_named(number: int, field: str, file: File) -> tuple[str, File]:
    """A file under a name of ASCII: not every platform reads another one."""
    name, source, kind = file
    if name and not name.isascii():
        name = f"file{number}{re.sub(r'[^.A-Za-z0-9]', '', PurePath(name).suffix)}"
    return field, (name, source, kind)


def _size(request: httpx.Request) -> int:
    text = request.headers.get("content-length", "")
    return int(text) if text.isdigit() else 0


def _no_json(*, is_uncertain: bool) -> ConnectorError:
    detail = "the answer is not what the interface promises (a login page, or cut off)"
    return ConnectorError(ErrorKind.RETRY, detail, code="not_json", is_uncertain=is_uncertain)


def _by_status(answer: Answer) -> ConnectorError | None:
    """What a status means where the platform says nothing of its own (RFC 9110 §15)."""
    status = answer.status
    if 200 <= status < 300:
        return None
    code, detail = str(status), f"the platform answered with status {status}"
    if 300 <= status < 400:
        return ConnectorError(ErrorKind.RETRY, "the interface leads elsewhere", code="redirect", is_uncertain=True)
    if status in {401, 403}:
        return ConnectorError(ErrorKind.RECONNECT, detail, code=code)
    if status == 429:
        return ConnectorError(ErrorKind.LIMIT, detail, code=code, retry_after=wait_of(answer.headers))
    if status >= 500 or status in {408, 425}:
        wait = wait_of({"retry-after": answer.headers.get("retry-after", "")})
        return ConnectorError(ErrorKind.RETRY, detail, code=code, retry_after=wait, is_uncertain=True)
    return ConnectorError(ErrorKind.REJECTED, detail, code=code)

"""The two addresses of the counter, for the front: a beacon and, without JavaScript, a picture of one pixel."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from pufa.edge.rsgi import Exchange, RequestHeaders, Scope
from pufa.reach.hits.counter import HitCounter
from pufa.reach.hits.request import LONGEST_TEXT, Hit, RefusedHitError, parse
from pufa.reach.hits.robots import is_loaded_ahead, is_robot_agent

PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
NO_STORE: Final = [("cache-control", "no-store")]
PIXEL_HEADERS: Final = [
    ("content-type", "image/gif"),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
]
KINDS: Final = ("text/plain", "application/x-www-form-urlencoded")


@dataclass(frozen=True, slots=True)
class HitHandlers:
    """Answers `POST /reach/hit` and `GET /reach/hit.gif`; register both with the front."""

    counter: HitCounter

    async def beacon(self, scope: Scope, exchange: Exchange, address: str) -> None:
        """Count `o=<key>&c=<channel>` from the body; 204 once it is on disk, or for a robot without counting."""
        try:
            await self._count(scope.headers, parse(await _short_body(scope, exchange)), address)
        except RefusedHitError as refusal:
            exchange.response_empty(refusal.status, NO_STORE)
        else:
            exchange.response_empty(204, NO_STORE)

    async def pixel(self, scope: Scope, exchange: Exchange, address: str) -> None:
        """Count `?o=<key>&c=<channel>`; always a picture, so that no page shows a broken one."""
        status = 200
        try:
            await self._count(scope.headers, parse(scope.query_string), address)
        except RefusedHitError as refusal:
            status = refusal.status
        exchange.response_bytes(status, PIXEL_HEADERS, PIXEL)

    async def _count(self, headers: RequestHeaders, hit: Hit, address: str) -> None:
        if headers.get("sec-fetch-site") == "cross-site":
            raise RefusedHitError(HTTPStatus.FORBIDDEN)
        agent = headers.get("user-agent") or ""
        if not is_robot_agent(agent) and not is_loaded_ahead(headers):
            await self.counter.count(hit, address=address, agent=agent)


async def _short_body(scope: Scope, exchange: Exchange) -> str:
    headers = scope.headers
    length = headers.get("content-length")
    if length is None or not length.isdigit():
        raise RefusedHitError(HTTPStatus.LENGTH_REQUIRED)
    if int(length) > LONGEST_TEXT:
        raise RefusedHitError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    kind = headers.get("content-type")
    if kind is not None and not kind.startswith(KINDS):
        raise RefusedHitError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        return (await exchange()).decode("ascii")
    except UnicodeDecodeError as error:
        raise RefusedHitError(HTTPStatus.BAD_REQUEST) from error

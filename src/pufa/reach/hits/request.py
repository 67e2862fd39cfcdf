"""Reads one hit from a request: which object, through which channel; anything odd is refused before it costs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_plus

LONGEST_TEXT: Final = 256
LONGEST_KEY: Final = 64
DEFAULT_CHANNEL: Final = "web"
KEY: Final = re.compile(r"[a-z][a-z0-9_-]*:[a-z0-9:_-]+")
CHANNEL: Final = re.compile(r"[a-z][a-z0-9_-]{0,31}")


class RefusedHitError(Exception):
    """The hit is not counted; `status` is the answer."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Hit:
    """What was read: an object key such as `page:12`, and the channel such as `web`."""

    key: str
    channel: str


def parse(text: str) -> Hit:
    """The hit in `o=<key>&c=<channel>`; without a channel it is `web`.

    Raises RefusedHitError (400) when the key is missing or malformed, a name is given twice, or the text is too long.
    """
    if len(text) > LONGEST_TEXT:
        raise RefusedHitError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    fields: dict[str, str] = {}
    for part in text.split("&"):
        name, _, value = part.partition("=")
        if name in fields:
            raise RefusedHitError(HTTPStatus.BAD_REQUEST)
        fields[name] = unquote_plus(value) if "%" in value or "+" in value else value
    key, channel = fields.get("o", ""), fields.get("c") or DEFAULT_CHANNEL
    if len(key) > LONGEST_KEY or KEY.fullmatch(key) is None or CHANNEL.fullmatch(channel) is None:
        raise RefusedHitError(HTTPStatus.BAD_REQUEST)
    return Hit(key, channel)

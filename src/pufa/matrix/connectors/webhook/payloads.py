"""What a receiver is sent, how it is signed, and how its answers are read. The protocol is ours; README.md tells it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pufa.matrix.calling import Answer, wait_of
from pufa.matrix.connector import ConnectorError, ErrorKind, PostState, Published, Rendition


def message(rendition: Rendition, *, key: str) -> dict[str, Any]:
    """A rendition as JSON; files in base64 with their SHA-256."""
    media = []
    for item in rendition.media:
        data = item.read()
        media.append(
            {
                "name": item.name,
                "content_type": item.content_type,
                "alt": item.alt,
                "sha256": hashlib.sha256(data).hexdigest(),
                "base64": base64.b64encode(data).decode(),
            }
        )
    return {
        "key": key,
        "form": rendition.form.value,
        "title": rendition.title,
        "summary": rendition.summary,
        "text": rendition.text,
        "html": rendition.html,
        "link": rendition.link,
        "author": rendition.author,
        "tags": list(rendition.tags),
        "media": media,
    }


def signature(secret: str, *, method: str, key: str, moment: int, body: bytes) -> str:
    """`sha256=` and the HMAC-SHA256 over time, method, key and body, each on a line; body last and as it is sent."""
    text = f"{moment}\n{method}\n{key}\n".encode() + body
    return "sha256=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def judge(answer: Answer) -> ConnectorError | None:
    """The receiver's own words (`error`) for a refusal; 409 is none: it has the key already."""
    said = answer.record().get("error")
    if not isinstance(said, str) or answer.status < 400 or answer.status in {404, 409, 410}:
        return None
    if answer.status == 429:
        return ConnectorError(ErrorKind.LIMIT, said, code="429", retry_after=wait_of(answer.headers))
    if answer.status >= 500:
        return None
    kind = ErrorKind.RECONNECT if answer.status in {401, 403} else ErrorKind.REJECTED
    return ConnectorError(kind, said, code=str(answer.status))


def published(data: Mapping[str, Any], *, key: str) -> Published:
    """What a receiver says of a key; without words of its own it is ready. Our key is the remote id."""
    said = str(data.get("state", PostState.READY.value))
    state = PostState(said) if said in set(PostState) else PostState.READY
    return Published(state, key, str(data.get("url", "")), _moment(data.get("at")), str(data.get("detail", "")))


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None

"""Sends renditions to a receiver of ours, signed and with a key. See README.md beside this file."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pufa.matrix.calling import Answer, Caller
from pufa.matrix.connector import (
    Access,
    ConnectorError,
    ErrorKind,
    Field,
    Form,
    FormLimits,
    Grant,
    Identity,
    Kind,
    Limits,
    PostState,
    Published,
    Rendition,
)
from pufa.matrix.connectors.webhook import payloads

HAS_IT = "409"
NOT_THERE = frozenset({"404", "410"})
PICTURES = (0, 9)
PICTURE_BYTES = 5 * 1024 * 1024


class Webhook:
    """One receiver."""

    def __init__(self, access: Access) -> None:
        base = access.base_url or access.values["url"].strip()
        self._secret = access.values["secret"].strip()
        self._calls = Caller(replace(access, base_url=base), judge=payloads.judge)

    def publish(self, rendition: Rendition, *, key: str) -> Published:
        """Sends it; a receiver that has the key already answers 409 and what it made of it."""
        body = json.dumps(payloads.message(rendition, key=key), ensure_ascii=False).encode()
        try:
            answer = self._call("POST", key, body, is_write=True)
        except ConnectorError as error:
            if error.code == HAS_IT:
                return self.status(key)
            raise
        return payloads.published(_read(answer, is_write=True), key=key)

    def status(self, remote_id: str) -> Published:
        """What became of a key."""
        try:
            return payloads.published(_read(self._call("GET", remote_id)), key=remote_id)
        except ConnectorError as error:
            if error.code in NOT_THERE:
                return Published(PostState.GONE, remote_id)
            raise

    def find(self, rendition: Rendition, *, key: str, since: datetime, known: Collection[str] = ()) -> Published | None:
        """Whether the receiver has this key."""
        found = self.status(key)
        return None if found.state is PostState.GONE or key in known or (found.at and found.at < since) else found

    def withdraw(self, remote_id: str) -> Published:
        """Asks the receiver to take it back; what it never had or has no more is fine."""
        try:
            self._call("DELETE", remote_id)
        except ConnectorError as error:
            if error.code not in NOT_THERE:
                raise
        return Published(PostState.GONE, remote_id)

    def test(self, *, now: datetime) -> Identity:
        """Asks after a key that cannot exist: only a receiver that accepts our signature says it has none."""
        self.status("test")
        return Identity(self._calls.base_url, "")

    def refresh(self, *, now: datetime) -> Grant:
        """Nothing to renew: the secret holds until people change it."""
        return Grant({}, None)

    def _call(self, method: str, key: str, body: bytes = b"", *, is_write: bool = False) -> Answer:
        moment = int(datetime.now(UTC).timestamp())
        headers = {
            "Idempotency-Key": key,
            "Pufa-Timestamp": str(moment),
            "Pufa-Signature": payloads.signature(self._secret, method=method, key=key, moment=moment, body=body),
        }
        if body:
            headers["Content-Type"] = "application/json; charset=utf-8"
        query = None if method == "POST" else {"key": key}
        return self._calls.call(method, "", query=query, content=body or None, headers=headers, is_write=is_write)


def _read(answer: Answer, *, is_write: bool = False) -> dict[str, Any]:
    """The receiver's JSON object; nothing at all is fine. Raises ConnectorError for a web page."""
    if not answer.body.strip():
        return {}
    found = answer.json()
    if isinstance(found, dict):
        return found
    raise ConnectorError(
        ErrorKind.RETRY, "the receiver answered with something that is no JSON", code="not_json", is_uncertain=is_write
    )


KIND = Kind(
    name="webhook",
    label="Another system (webhook)",
    label_zh="其他系统（Webhook）",
    fields=(
        Field("url", "Address of the receiver", "接收地址", help="https://…", help_zh="以 https:// 开头"),
        Field("secret", "Shared secret", "共享密钥", is_secret=True),
    ),
    limits=Limits(
        forms=(
            FormLimits(Form.ARTICLE, pictures=PICTURES, picture_bytes=PICTURE_BYTES),
            FormLimits(Form.SHORT, pictures=PICTURES, picture_bytes=PICTURE_BYTES),
            FormLimits(Form.PICTURES, pictures=(1, 9), picture_bytes=PICTURE_BYTES),
        ),
        settle=timedelta(0),
        idempotent_for=timedelta(days=1),
    ),
    connector=Webhook,
)

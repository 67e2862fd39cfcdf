"""Sends renditions by e-mail over SMTP. See README.md beside this file."""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.policy import SMTP
from typing import Self

from pufa.lib import http
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
from pufa.matrix.connectors.email import payloads

LONGEST_DETAIL = 300
MOST_ADDRESSES = 100
ATTACHMENT_BYTES = 5 * 1024 * 1024


class Email:
    """One sender and its list of addresses."""

    def __init__(self, access: Access) -> None:
        values = {name: value.strip() for name, value in access.values.items()}
        self._sender = payloads.addresses(values["sender"])[0]
        self._name = values.get("sender_name", "")
        self._to = payloads.addresses(values["recipients"])
        self._door = _door(access, values)

    def publish(self, rendition: Rendition, *, key: str) -> Published:
        """Hands one message to the mail server; the same key gives the same Message-ID.

        Ready means that the server took it, for at least one address; `detail` says how many it refused.
        """
        mail = payloads.message(rendition, key=key, sender=self._sender, name=self._name, to=self._to)
        if len(self._to) > MOST_ADDRESSES:
            raise ConnectorError(ErrorKind.REJECTED, f"more than {MOST_ADDRESSES} addresses", code="recipients")
        refused = _send(self._door, self._sender, self._to, mail.as_bytes(policy=SMTP))
        detail = f"{refused} of {len(self._to)} addresses refused" if refused else ""
        return Published(PostState.READY, payloads.message_id(self._sender, key), detail=detail)

    def status(self, remote_id: str) -> Published:
        """What was handed over stays so: no mail server tells what became of a message."""
        return Published(PostState.READY, remote_id)

    def test(self, *, now: datetime) -> Identity:
        """Signs in and sends nothing."""
        with _Session(self._door):
            return Identity(self._sender, self._name)

    def refresh(self, *, now: datetime) -> Grant:
        """Nothing to renew: a password holds until people change it."""
        return Grant({}, None)


@dataclass(frozen=True, slots=True)
class _Door:
    """How the mail server is reached."""

    host: str
    port: int
    security: str
    username: str
    password: str
    authority: str
    timeout: float
    allow_private: bool

    def tls(self) -> ssl.SSLContext:
        """TLS that trusts the system's authorities, or only the one a person entered."""
        return ssl.create_default_context(cadata=self.authority or None)


def _door(access: Access, values: dict[str, str]) -> _Door:
    security = values.get("security") or "starttls"
    port = values.get("port", "") or ("465" if security == "tls" else "587")
    is_plain_allowed = access.allow_private and security == "none"
    if (security not in {"starttls", "tls"} and not is_plain_allowed) or not port.isdigit() or int(port) > 65535:
        raise ConnectorError(ErrorKind.RECONNECT, "security is starttls or tls, the port a number", code="bad_address")
    host = values["host"]
    if access.base_url:  # a sample mail server: host:port
        host, _, port = access.base_url.rpartition("/")[2].partition(":")
    return _Door(
        host,
        int(port),
        security,
        values.get("username", ""),
        values.get("password", ""),
        values.get("authority", ""),
        access.timeout.total_seconds(),
        access.allow_private,
    )


class _Client(smtplib.SMTP):
    """Connects only to checked addresses."""

    def __init__(self, door: _Door) -> None:
        self._door = door
        super().__init__(door.host, door.port, local_hostname="pufa.invalid", timeout=door.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = list(dict.fromkeys(str(row[4][0]) for row in rows))
        if not self._door.allow_private and not all(map(http.is_public, found)):
            detail = "the address lies inside a private network"
            raise ConnectorError(ErrorKind.RECONNECT, detail, code="private_address")
        plain = socket.create_connection((found[0], port), timeout)
        if self._door.security != "tls":
            return plain
        return self._door.tls().wrap_socket(plain, server_hostname=host)


class _Session:
    """A signed-in connection for as long as a block lasts; every failure is a ConnectorError."""

    def __init__(self, door: _Door) -> None:
        self._door = door
        self.client: _Client | None = None
        self.is_handed_over = False

    def __enter__(self) -> Self:
        try:
            self.client = _Client(self._door)
            if self._door.security == "starttls":
                self.client.starttls(context=self._door.tls())
            if self._door.username:
                self.client.login(self._door.username, self._door.password)
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self.client is not None and error is None:
            try:
                self.client.quit()
            except (smtplib.SMTPException, OSError):
                self.client.close()
        elif self.client is not None:
            self.client.close()
        if isinstance(error, smtplib.SMTPException | OSError | UnicodeError):
            raise _as_ours(error, self._door, is_uncertain=self.is_handed_over) from error


def _send(door: _Door, sender: str, to: tuple[str, ...], data: bytes) -> int:
    """Sends a message and says how many addresses the server refused. Raises ConnectorError when it refused all."""
    with _Session(door) as session:
        client = session.client
        if client is None:
            raise ConnectorError(ErrorKind.RETRY, "no connection", code="connection")
        _good(client.mail(sender))
        answers = [client.rcpt(address) for address in to]
        refused = [answer for answer in answers if answer[0] not in {250, 251}]
        if len(refused) == len(to):
            _good(refused[0])
        _good(client.docmd("DATA"), 354)
        client.send(re.sub(rb"(?m)^\.", b"..", data.rstrip(b"\r\n")) + b"\r\n.\r\n")
        session.is_handed_over = True
        _good(client.getreply())
        return len(refused)


def _good(answer: tuple[int, bytes], *codes: int) -> None:
    code, words = answer
    if code not in (codes or (250, 251)):
        raise smtplib.SMTPResponseException(code, words)


def _as_ours(error: Exception, door: _Door, *, is_uncertain: bool) -> ConnectorError:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500:
            return ConnectorError(ErrorKind.RECONNECT, _without(words, door), code=str(error.smtp_code))
        return payloads.error_of(error.smtp_code, _without(words, door), is_uncertain=is_uncertain)
    code = "connection"
    if isinstance(error, ssl.SSLError):
        code = "tls"
    elif isinstance(error, TimeoutError):
        code = "timeout"
    kind = ErrorKind.RECONNECT if isinstance(error, smtplib.SMTPNotSupportedError) else ErrorKind.RETRY
    detail = _without(f"the mail server cannot be used: {error}", door)
    return ConnectorError(kind, detail, code=code, is_uncertain=is_uncertain)


def _without(words: str, door: _Door) -> str:
    cleaned = words.replace(door.password, "***") if door.password else words
    return " ".join(cleaned.split())[:LONGEST_DETAIL]


PICTURES = {"pictures": (0, 10), "picture_bytes": ATTACHMENT_BYTES}
KIND = Kind(
    name="email",
    label="E-mail",
    label_zh="电子邮件",
    fields=(
        Field("host", "Mail server", "邮件服务器"),
        Field(
            "port", "Port", "端口", is_required=False, help="587, or 465 for tls", help_zh="一般为 587；直接加密用 465"
        ),
        Field(
            "security", "Encryption", "加密方式", is_required=False, help="starttls or tls", help_zh="starttls 或 tls"
        ),
        Field("username", "User name", "用户名", is_required=False),
        Field("password", "Password", "密码", is_secret=True, is_required=False),
        Field("sender", "Sender's address", "发件地址"),
        Field("sender_name", "Sender's name", "发件人名称", is_required=False),
        Field(
            "recipients",
            "Addresses, up to 100",
            "收件地址（最多 100 个）",
            help="they do not see each other",
            help_zh="互不可见",
        ),
        Field("authority", "Own certificate authority (PEM)", "自建证书机构（PEM）", is_required=False),
    ),
    limits=Limits(
        forms=(
            FormLimits(Form.ARTICLE, title=200, is_title_needed=True, pictures=(0, 10), picture_bytes=ATTACHMENT_BYTES),
            FormLimits(Form.SHORT, title=200, is_title_needed=True, pictures=(0, 10), picture_bytes=ATTACHMENT_BYTES),
        ),
        settle=timedelta(0),
    ),
    connector=Email,
)

"""A sample mail server: SMTP with STARTTLS over a real socket, a certificate of its own, a mailbox that can be read."""

import base64
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pufa.matrix.fakes.platform import Ask, Platform, Reply
from pufa.matrix.fakes.store import Store

HOST = "127.0.0.1"
GOOD = "password-of-"
LARGEST = 32 * 1024 * 1024


class EmailFake(Platform):
    """Accounts are named by the sender's address. `trouble` makes the server misbehave at a step."""

    kind = "email"
    label = "示例邮件服务器"
    publishing = r"^/"

    def __init__(self, store: Store, base_url: str, port: int = 0) -> None:
        super().__init__(store, base_url, port)
        self.trouble: dict[str, str] = {}  # step ("mail", "rcpt", "data", "end", "auth", "hello") to what is answered
        self.smtp = _Mailbox((HOST, port), _Talk)
        self.smtp.platform = self
        self.base_url = f"smtp://{HOST}:{self.smtp.server_address[1]}"
        thread = Thread(target=self.smtp.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        self.closing += [self.smtp.shutdown, self.smtp.server_close]

    @classmethod
    def values(cls, account: str) -> dict[str, str]:
        """A sender that names the account."""
        return {
            "host": "mail.example",
            "port": "587",
            "security": "starttls",
            "username": account,
            "password": f"{GOOD}{account}",
            "sender": f"{account}@pufa.example",
            "sender_name": "示例发件人",
            "recipients": "editor@county.example, news@county.example",
            "authority": certificate()[0],
        }

    def account_of(self, ask: Ask) -> str:
        """Nobody signs in by the web."""
        return ""

    def answer(self, ask: Ask) -> Reply:
        """Nothing by the web."""
        return self.missing()

    def take(self, sender: str, to: list[str], data: bytes) -> None:
        """Puts a message into the mailbox."""
        mail = message_from_bytes(data, policy=default)
        body = mail.get_body(("plain",))
        text = body.get_content().strip() if body else ""
        id = str(mail["Message-ID"] or "")
        self.add_post(sender.partition("@")[0], title=str(mail["Subject"]), text=text, mark=id, to=to, size=len(data))


class _Mailbox(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False
    platform: EmailFake


class _Talk(StreamRequestHandler):
    timeout = 30.0

    def handle(self) -> None:
        """One connection, from greeting to goodbye."""
        self.sender, self.to, self.is_signed_in = "", cast("list[str]", []), False
        self.platform = cast("_Mailbox", self.server).platform
        try:
            self._say(self.platform.trouble.get("hello", "220 sample ESMTP"))
            while line := self.rfile.readline(4096).decode(errors="replace").strip():
                word, _, rest = line.partition(" ")
                if not self._one(word.upper(), rest):
                    return
        except (OSError, ValueError):
            return

    def _one(self, word: str, rest: str) -> bool:
        """Answers one command; False ends the connection."""
        step = {"MAIL": "mail", "RCPT": "rcpt", "DATA": "data", "AUTH": "auth"}.get(word, "")
        if trouble := self.platform.trouble.get(step):
            self._say(trouble)
        elif word in {"EHLO", "HELO"}:
            self._say(f"250-sample\r\n250-SIZE {LARGEST}\r\n250-STARTTLS\r\n250 AUTH PLAIN")
        elif word == "STARTTLS":
            self._say("220 go ahead")
            self._begin_tls()
        elif word == "AUTH":
            self._say(self._sign_in(rest))
        elif word == "DATA":
            return self._data()
        elif word == "QUIT":
            self._say("221 bye")
            return False
        else:
            self._say(self._note(word, rest))
        return True

    def _note(self, word: str, rest: str) -> str:
        address = rest.partition("<")[2].partition(">")[0]
        if word == "MAIL":
            self.sender, self.to = address, []
            return "250 ok" if self.is_signed_in else "530 5.7.0 Authentication required"
        if word == "RCPT":
            if address.startswith("unknown"):
                return "550 5.1.1 no such mailbox"
            self.to.append(address)
        return "250 ok"

    def _sign_in(self, rest: str) -> str:
        kind, _, first = rest.partition(" ")
        if kind.upper() != "PLAIN":
            return "504 5.5.4 only PLAIN here"
        _, user, password = base64.b64decode(first).decode().split("\0")
        is_good = password == f"{GOOD}{user}" and not self.platform.is_expired(user)
        self.is_signed_in = is_good
        return "235 2.7.0 ok" if is_good else "535 5.7.8 credentials invalid"

    def _data(self) -> bool:
        self._say("354 go ahead")
        lines = []
        while (line := self.rfile.readline(LARGEST)) and line != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.platform.take(self.sender, self.to, b"".join(lines))
        trouble = self.platform.trouble.get("end", "250 2.0.0 queued")
        if trouble == "silence":
            self.connection.settimeout(10)
            self.rfile.read(1)
            return False
        if trouble == "cut":
            return False
        self._say(trouble)
        return True

    def _begin_tls(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "both.pem"
            file.write_text("".join(certificate()))
            context.load_cert_chain(file)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")

    def _say(self, words: str) -> None:
        self.connection.sendall(f"{words}\r\n".encode())


@cache
def certificate() -> tuple[str, str]:
    """A certificate for 127.0.0.1 made for this process, and its key, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pufa sample")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM).decode(), private.decode()


FAKE = EmailFake

"""A rendition as an e-mail, and what a mail server's codes mean."""

import html
import re
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from pufa.matrix import sameness
from pufa.matrix.connector import ConnectorError, ErrorKind, Rendition

TOO_MANY = re.compile(r"rate|too many|limit|quota|frequen|频率|过多|超过|4\.7\.", re.IGNORECASE)
A_WHILE = timedelta(minutes=15)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_PICTURE = re.compile(r'src="media:([^"]+)"')


def addresses(text: str) -> tuple[str, ...]:
    """The addresses a person entered, parted by commas, semicolons, blanks or lines. Raises ConnectorError."""
    found = tuple(dict.fromkeys(part for part in re.split(r"[\s,;，；、]+", text) if part))
    bad = [part for part in found if not _ADDRESS.fullmatch(part)]
    if bad or not found:
        raise ConnectorError(ErrorKind.RECONNECT, f"no mail address: {', '.join(bad) or '-'}", code="bad_address")
    return found


def message_id(sender: str, key: str) -> str:
    """The same for the same key: mail programs and many servers show a message with a known id once."""
    return f"<pufa-{sameness.mark(key)}@{sender.rpartition('@')[2]}>"


def message(rendition: Rendition, *, key: str, sender: str, name: str, to: tuple[str, ...]) -> EmailMessage:
    """Plain text and HTML, pictures placed in the text or attached. Several addresses do not see each other."""
    mail = EmailMessage()
    mail["Subject"] = re.sub(r"[\r\n]+", " ", rendition.title or rendition.text[:40])
    user, _, domain = sender.rpartition("@")
    mail["From"] = Address(display_name=re.sub(r"[\r\n]+", " ", name), username=user, domain=domain)
    mail["To"] = to[0] if len(to) == 1 else "undisclosed-recipients:;"
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = message_id(sender, key)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(part for part in (rendition.text, rendition.link) if part))
    body = rendition.html or "".join(f"<p>{html.escape(line)}</p>" for line in rendition.text.splitlines() if line)
    if rendition.link:
        body += f'<p><a href="{html.escape(rendition.link)}">{html.escape(rendition.link)}</a></p>'
    placed = set(_PICTURE.findall(body))
    numbers = {item.name: f"{sameness.mark(key + item.name)}@pufa" for item in rendition.pictures}
    body = _PICTURE.sub(lambda found: f'src="cid:{numbers.get(found.group(1), "")}"', body)
    mail.add_alternative(body, subtype="html")
    for item in rendition.pictures:
        kind, _, subtype = item.content_type.partition("/")
        data = item.read()
        part = mail.get_body(("html",)) if item.name in placed else None
        if part is not None:
            part.add_related(data, kind, subtype, cid=f"<{numbers[item.name]}>", filename=item.name)
        else:
            mail.add_attachment(data, maintype=kind, subtype=subtype, filename=item.name)
    return mail


def error_of(code: int, words: str, *, is_uncertain: bool = False) -> ConnectorError:
    """What a mail server's reply code means (RFC 5321 §4.2, RFC 4954 §4.7)."""
    number = str(code)
    if code in {530, 534, 535, 538}:
        return ConnectorError(ErrorKind.RECONNECT, words, code=number)
    if 400 <= code < 500:
        if TOO_MANY.search(words):
            return ConnectorError(ErrorKind.LIMIT, words, code=number, retry_after=A_WHILE)
        return ConnectorError(ErrorKind.RETRY, words, code=number)
    if 500 <= code < 600:
        return ConnectorError(ErrorKind.REJECTED, words, code=number)
    detail = f"no mail server answers there: {words}"
    return ConnectorError(ErrorKind.RETRY, detail, code="not_smtp", is_uncertain=is_uncertain)

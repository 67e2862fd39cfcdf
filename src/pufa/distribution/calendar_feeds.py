"""The calendar as an iCalendar file (RFC 5545), for a person's own calendar program."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from pufa.distribution.queries.calendar import Entry, Special

LINE_BYTES: Final = 75
LENGTH: Final = timedelta(minutes=30)


def ics(name: str, entries: Iterable[Entry], days: Iterable[Special], *, base: str, now: datetime) -> bytes:
    """All entries and days as one calendar; addresses lead to the desk below `base`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pufa//calendar//ZH", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{_text(name)}"]  # fmt: skip
    host = urlsplit(base).hostname or "pufa"
    for one in entries:
        lines += _event(one, base.rstrip("/"), host, now)
    for special in days:
        lines += _day(special, host, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(one: Entry, base: str, host: str, now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{one.key}@{host}", f"DTSTAMP:{_moment(now)}", f"DTSTART:{_moment(one.at)}")
    yield f"DTEND:{_moment(one.at + LENGTH)}"
    yield f"SUMMARY:{_text(f'{one.detail}：{one.title}')}"
    if one.clash:
        yield f"DESCRIPTION:{_text(one.clash)}"
    yield from (f"URL:{base}{one.url}", "END:VEVENT")


def _day(one: Special, host: str, now: datetime) -> Iterator[str]:
    end = one.last + timedelta(days=1)
    yield from ("BEGIN:VEVENT", f"UID:{one.day.key}-{one.first:%Y%m%d}@{host}", f"DTSTAMP:{_moment(now)}")
    yield from (f"DTSTART;VALUE=DATE:{one.first:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}")
    yield from (f"SUMMARY:{_text(one.day.title)}", "TRANSP:TRANSPARENT", "END:VEVENT")


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 bytes; those after the first begin with a blank (RFC 5545 §3.1)."""
    part = ""
    for sign in line:
        if len((part + sign).encode()) > LINE_BYTES:
            yield part
            part = " "
        part += sign
    yield part

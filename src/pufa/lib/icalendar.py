"""Calendars as files (RFC 5545) for a person's own calendar program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

ICS_TYPE: Final = "text/calendar; charset=utf-8"
LINE_BYTES: Final = 75


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day (`start` a date, `end` its last day) or at an hour; `uid` stays the same for ever."""

    uid: str
    title: str
    start: datetime | date
    end: datetime | date | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar(name: str, events: Iterable[Event], *, now: datetime) -> bytes:
    """All events as one calendar file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pufa//activities//ZH", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for event in events:
        lines += _event(event, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_moment(now)}")
    if isinstance(event.start, datetime):
        yield f"DTSTART:{_moment(event.start)}"
        end = event.end if isinstance(event.end, datetime) else event.start + timedelta(hours=1)
        yield f"DTEND:{_moment(end)}"
    else:
        last = event.end or event.start
        yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{_text(event.text)}"
    if event.url:
        yield f"URL:{event.url}"
    yield from ("STATUS:CANCELLED" if event.is_cancelled else "STATUS:CONFIRMED", "END:VEVENT")


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

"""Reads the times that Chinese pages print: 2024年7月15日 08:30, 2024-07-15T08:30:00+08:00, 07-15 08:30."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from pufa.lib.clock import SHANGHAI

HOUR: Final = (
    r"(?P<hour>[01]?\d|2[0-4])\s?(?:[:：]|[时点])\s?(?P<minute>[0-5]\d)(?:\s?[:：分]\s?(?P<second>[0-5]\d)(?!\d))?"
    r"(?:\.\d{1,9})?(?P<zone>Z|[+-]\d\d:?\d\d)?"
)
GAP: Final = (
    r"(?:\s{0,3}|T|\s?[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?\s?|\s?[,，|/]\s?"
    r"|\s?(?P<half>[上下]午|晚上?|凌晨|中午)\s?)"
)
FULL: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?:[-/.－—]|年)?\s?(?P<month>0?[1-9]|1[0-2])\s?[-/.月－—]\s?(?P<day>"
    r"3[01]|[12]\d|0?[1-9])"
    rf"\s?日?(?:{GAP}{HOUR})?(?!\d)"
)
# A day glued to the hour (2019-10-0812:00) is read by two digits each.
GLUED: Final = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.年](?P<month>\d\d)[-/.月](?P<day>\d\d)日?(?P<half>)?{HOUR}(?!\d)"
)
YEARLESS: Final = re.compile(
    rf"(?<![\d年-])(?P<month>0[1-9]|1[0-2]|[1-9])[-/.月](?P<day>3[01]|[12]\d|0?[1-9])日?(?:\s{{0,3}})(?P<half>"
    rf")?{HOUR}(?!\d)"
)
COMPACT: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:(?P<hour>"
    r"[01]\d|2[0-3])(?P<minute>[0-5]\d)"
    r"(?P<second>[0-5]\d)?)?(?!\d)"
)
ADDRESS: Final = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)[-_/]?(?P<month>0[1-9]|1[0-2])[-_/]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)[-_/](?P<month>[1-9]|1[0-2])[-_/](?P<day>[12]\d|3[01]|[1-9])(?!\d)"),
    re.compile(r"/(?P<year>\d\d)/(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])/"),
    re.compile(r"[/t_](?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[_/\dA-Z])"),
)
ISSUED: Final = re.compile(r"(?:发布|发表|发稿|刊发|上传)(?:时间|日期|于)?\s?[:：]?\s?$")
UPDATED: Final = re.compile(r"(?:更新|修改|最后)[^\d]{0,8}$")
EARLIEST: Final = 1990
LATEST: Final = 2100
EPOCH: Final = re.compile(r"1\d{9}(?:\d{3})?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time found in a line; ``start`` and ``end`` are its place there."""

    when: datetime | date
    start: int
    end: int
    is_update: bool = False
    is_issue: bool = False

    @property
    def day(self) -> date:
        """The day alone."""
        return self.when.date() if isinstance(self.when, datetime) else self.when


def in_line(line: str, year: int | None = None) -> Moment | None:
    """The first time printed in a line; ``year`` completes times printed without one."""
    found = _first(GLUED, line) or _first(FULL, line)
    if found is None and year is not None and (match := YEARLESS.search(line)):
        when = _built(match, year)
        found = Moment(when, match.start(), match.end()) if when else None
    if found is None:
        return None
    before = line[: found.start]
    return Moment(found.when, found.start, found.end, bool(UPDATED.search(before)), bool(ISSUED.search(before)))


def in_value(value: str) -> datetime | date | None:
    """The time in a meta tag or a data field: printed, compact (20240715083000) or seconds since 1970."""
    value = value.strip()
    if EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), tz=SHANGHAI)
    if found := in_line(value):
        return found.when
    match = COMPACT.search(value)
    return _built(match, None) if match else None


def in_address(address: str) -> date | None:
    """The day in a page's address (/2024/0715/, /t20240715_1.html), if it has one."""
    for pattern in ADDRESS:
        for match in pattern.finditer(address):
            year = int(match["year"])
            if (day := _day(year if year > 99 else 2000 + year, match)) is not None:
                return day
    return None


def _first(pattern: re.Pattern[str], line: str) -> Moment | None:
    for match in pattern.finditer(line):
        if (when := _built(match, None)) is not None:
            return Moment(when, match.start(), match.end())
    return None


def _built(match: re.Match[str], year: int | None) -> datetime | date | None:
    parts = match.groupdict()
    day = _day(year if year is not None else int(match["year"]), match)
    if day is None or parts.get("hour") is None:
        return day
    hour = int(match["hour"])
    if parts.get("half") in {"下午", "晚上", "晚"} and hour < 12:
        hour += 12
    clock = time(hour % 24, int(match["minute"]), int(parts.get("second") or 0))
    return _zoned(datetime.combine(day, clock, tzinfo=SHANGHAI), parts.get("zone"))


def _zoned(moment: datetime, zone: str | None) -> datetime:
    if not zone:
        return moment
    if zone == "Z":
        offset = timedelta()
    else:
        digits = zone[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        if offset >= timedelta(hours=15):
            return moment
        offset = -offset if zone[0] == "-" else offset
    return moment.replace(tzinfo=timezone(offset)).astimezone(SHANGHAI)


def _day(year: int, match: re.Match[str]) -> date | None:
    if not EARLIEST <= year < LATEST:
        return None
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None

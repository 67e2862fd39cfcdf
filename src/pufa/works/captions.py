"""Captions: WebVTT checked line by line, SRT turned into it."""

import re
from typing import Final

from pufa.lib import encoding

LONGEST: Final = 512 * 1024
_TIME: Final = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_CUE: Final = re.compile(rf"^{_TIME}\s+-->\s+{_TIME}(?:\s.*)?$")


class CaptionsError(ValueError):
    """Captions that a player would not read; `line` counts from 1."""

    def __init__(self, line: int, code: str) -> None:
        super().__init__(f"line {line}: {code}")
        self.line, self.code = line, code


def read(data: bytes) -> str:
    """WebVTT of WebVTT or SRT, in UTF-8 or GB18030. Raises CaptionsError: too_large, no_cues, bad_time, backwards."""
    if len(data) > LONGEST:
        raise CaptionsError(1, "too_large")
    lines = encoding.decode(data).text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    made, cues, last = ["WEBVTT", ""], 0, -1.0
    for number, raw in enumerate(lines, start=1):
        line = raw.lstrip("\ufeff").rstrip()
        if (number == 1 and line.startswith("WEBVTT")) or line.startswith(("NOTE", "STYLE", "REGION")):
            continue
        if "-->" not in line:
            is_number = line.isdigit() and number < len(lines) and "-->" in lines[number]
            made += [] if is_number else [re.sub(r"<[^>]*>", "", line)]
            continue
        begin, end = _times(line, number)
        if begin < last or end <= begin:
            raise CaptionsError(number, "backwards")
        last, cues = begin, cues + 1
        made.append(f"{_written(begin)} --> {_written(end)}")
    if not cues:
        raise CaptionsError(1, "no_cues")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(made)).strip() + "\n"


def _times(line: str, number: int) -> tuple[float, float]:
    found = _CUE.match(line)
    if found is None:
        raise CaptionsError(number, "bad_time")
    parts = found.groups()
    return _seconds(parts[:4]), _seconds(parts[4:])


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _written(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"

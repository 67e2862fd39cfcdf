"""Scripts of kits: one line each, `甲：网上中奖`; what stands in brackets is for the performer.

A rhythm mark at the end of a line (`/` a beat, `//` a rest of two beats) is kept for rehearsing and not read aloud.
"""

import re
from dataclasses import dataclass
from typing import Final

MOST_LINES, LONGEST_PART, LONGEST_LINE = 400, 6, 200
SIGNS_A_MINUTE: Final = 160  # spoken to a beat, slower than reading
_LINE: Final = re.compile(r"^(?P<part>[^：:（()]{1,6})[：:]\s*(?P<text>.+)$")
_HINT: Final = re.compile(r"[（(]([^（）()]{1,60})[）)]")
_BEATS: Final = re.compile(r"\s*(/{1,2})\s*$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line: who says it (empty: all, or the one there is), what, a hint for the performer, beats after it."""

    part: str
    text: str
    hint: str
    beats: int


class ScriptError(ValueError):
    """A line that cannot be understood; `line` counts from 1."""

    def __init__(self, line: int, code: str) -> None:
        super().__init__(f"line {line}: {code}")
        self.line, self.code = line, code


def read(text: str) -> list[Spoken]:
    """The lines of a script; empty ones are left out. Raises ScriptError: empty, too_long, too_many."""
    found = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        if len(line) > LONGEST_LINE:
            raise ScriptError(number, "too_long")
        found.append(_spoken(line, number))
    if len(found) > MOST_LINES:
        raise ScriptError(MOST_LINES, "too_many")
    if not found:
        raise ScriptError(1, "empty")
    return found


def minutes(lines: list[Spoken]) -> int:
    """About how long it takes, at least a minute."""
    signs = sum(len(re.sub(r"\W", "", line.text)) + 2 * line.beats for line in lines)
    return max(1, round(signs / SIGNS_A_MINUTE))


def parts(lines: list[Spoken]) -> list[str]:
    """Who performs, in the order of their first line."""
    return list(dict.fromkeys(line.part for line in lines if line.part))


def _spoken(line: str, number: int) -> Spoken:
    beats = _BEATS.search(line)
    plain = line[: beats.start()] if beats else line
    hints = "，".join(_HINT.findall(plain))
    plain = _HINT.sub("", plain).strip()
    found = _LINE.match(plain)
    part, said = (found["part"].strip(), found["text"].strip()) if found else ("", plain)
    if not said and not hints:
        raise ScriptError(number, "empty")
    return Spoken(part, said, hints, len(beats[1]) if beats else 0)

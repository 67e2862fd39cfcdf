"""Says whether a site's robots.txt lets a named program ask for an address (RFC 9309).

Rules of the group that names the program, else of the group `*`; the longest matching rule wins, and of two equally
long ones the one that allows. `*` stands for any signs and `$` for the end of the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urlsplit

LARGEST: Final = 512 * 1024
MOST_RULES: Final = 5000
LONGEST_RULE: Final = 2048
LONGEST_DELAY: Final = 30.0
SAFE: Final = "/%?=&:;,@+$!'()*~-._[]"


@dataclass(slots=True)
class Group:
    """The rules for some programs: (allows, path pattern), and the seconds the site asks for between two visits."""

    agents: list[str] = field(default_factory=list)
    rules: list[tuple[bool, str]] = field(default_factory=list)
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Robots:
    """A read robots.txt."""

    groups: tuple[Group, ...] = ()

    def allows(self, address: str, agent: str) -> bool:
        """Whether the program `agent` (a bare name such as pufa-tracing) may ask for the address."""
        path = _path_of(address)
        if path == "/robots.txt":
            return True
        longest, verdict = -1, True
        for is_allowed, pattern in self._rules_for(agent):
            length = len(pattern)
            if (length > longest or (length == longest and is_allowed)) and _matches(pattern, path):
                longest, verdict = length, is_allowed
        return verdict

    def delay(self, agent: str) -> float:
        """Seconds the site asks for between two visits, at most LONGEST_DELAY; 0 when it asks for none."""
        return min(max((group.delay for group in self._groups_for(agent)), default=0.0), LONGEST_DELAY)

    def _groups_for(self, agent: str) -> list[Group]:
        name = agent.lower()
        named = [group for group in self.groups if any(one == name for one in group.agents)]
        return named or [group for group in self.groups if "*" in group.agents]

    def _rules_for(self, agent: str) -> Iterator[tuple[bool, str]]:
        for group in self._groups_for(agent):
            yield from group.rules


def parse(text: str) -> Robots:
    """Reads a robots.txt; lines that say nothing known are passed over."""
    groups: list[Group] = []
    is_naming = False
    count = 0
    for line in text.removeprefix("\ufeff")[:LARGEST].splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        key, value = name.strip().lower(), value.strip()[:LONGEST_RULE]
        if not colon:
            continue
        if key == "user-agent":
            if not is_naming:
                groups.append(Group())
            groups[-1].agents.append(value.split("/")[0].strip().lower())
            is_naming = True
        elif groups and key in {"allow", "disallow"}:
            is_naming = False
            count += 1
            if value and count <= MOST_RULES:
                groups[-1].rules.append((key == "allow", _normal(value)))
        elif groups and key == "crawl-delay":
            is_naming = False
            groups[-1].delay = _seconds(value)
    return Robots(tuple(groups))


def _seconds(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", text) else 0.0


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _normal(path: str) -> str:
    """One way of writing: what may stand unquoted is unquoted, all else is quoted."""
    return quote(unquote(path, errors="replace"), safe=SAFE)


def _matches(pattern: str, path: str) -> bool:
    """Without regular expressions, whose backtracking a hostile pattern of many stars would make endless."""
    is_whole = pattern.endswith("$")
    first, *others = (pattern[:-1] if is_whole else pattern).split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not is_whole or path == first
    place = len(first)
    *middle, last = others
    for part in middle:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    if is_whole:
        return path.endswith(last) and len(path) - len(last) >= place
    return path.find(last, place) >= 0

"""The file of rules an editor can change: what we know better than a source, with reason and origin."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

SHIPPED: Final = Path(__file__).with_name("overrides.toml")
FILE_NAME: Final = "overrides.toml"
_KNOWN: Final = frozenset(
    "name repealed repealed_by repealed_on first_part abbreviations note force reason source verified".split()
)


class OverridesError(ValueError):
    """The file of overrides cannot be used; the message says which file, which law and why."""


@dataclass(frozen=True, slots=True)
class Override:
    """What is known better about one law; see the head of overrides.toml."""

    name: str
    reason: str
    source: str = ""
    is_verified: bool = True
    repealed: bool | None = None
    repealed_by: str = ""
    repealed_on: date | None = None
    first_part: str = ""
    abbreviations: tuple[str, ...] = ()
    note: str = ""
    force: Mapping[date, date] = field(default_factory=dict)


def load(*folders: Path) -> dict[str, Override]:
    """The shipped rules, and over them those in each folder's overrides.toml, by full name of the law.

    Raises OverridesError for a file that is no TOML or an entry that says what nobody understands.
    """
    rules = _read(SHIPPED)
    for folder in folders:
        if (file := folder / FILE_NAME).is_file():
            rules |= _read(file)
    return rules


def _read(file: Path) -> dict[str, Override]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OverridesError(f"{file}: {error}") from error
    rules: dict[str, Override] = {}
    for entry in data.get("law", []):
        rule = _rule(entry, file)
        if rule.name in rules:
            raise OverridesError(f"{file}: {rule.name}: stands twice")
        rules[rule.name] = rule
    return rules


def _rule(entry: Mapping[str, Any], file: Path) -> Override:
    name = entry.get("name", "")
    strange = set(entry) - _KNOWN
    if not name or not entry.get("reason") or strange:
        wrong = f"unknown: {', '.join(sorted(strange))}" if strange else "an entry needs name and reason"
        raise OverridesError(f"{file}: {name or '?'}: {wrong}")
    try:
        force = {date.fromisoformat(str(day)): _day(on) for day, on in entry.get("force", {}).items()}
        return Override(
            name=name,
            reason=entry["reason"],
            source=entry.get("source", ""),
            is_verified=entry.get("verified", True),
            repealed=entry.get("repealed"),
            repealed_by=entry.get("repealed_by", ""),
            repealed_on=_day(entry["repealed_on"]) if "repealed_on" in entry else None,
            first_part=entry.get("first_part", ""),
            abbreviations=tuple(entry.get("abbreviations", ())),
            note=entry.get("note", ""),
            force=force,
        )
    except (ValueError, AttributeError) as error:
        raise OverridesError(f"{file}: {name}: {error}") from error


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))

"""What people say and what laws call it, read from `colloquial.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Meant:
    """Words of the law for what was said, and short names of laws it is usually about."""

    terms: tuple[str, ...]
    laws: tuple[str, ...]


@cache
def _table() -> tuple[re.Pattern[str], dict[str, list[Meant]]]:
    data = tomllib.loads(resources.files(__package__).joinpath("colloquial.toml").read_text(encoding="utf-8"))
    said: dict[str, list[Meant]] = {}
    for entry in data["entry"]:
        meant = Meant(tuple(entry["means"]), tuple(entry.get("laws", ())))
        for saying in entry["say"]:
            said.setdefault(saying, []).append(meant)
    sayings = sorted(said, key=len, reverse=True)
    # Looked ahead, so that 不发工资 also finds what 工资 means.
    return re.compile(f"(?=({'|'.join(map(re.escape, sayings))}))"), said


def meant_by(question: str) -> Meant:
    """Everything the table knows of a question, each word once."""
    pattern, said = _table()
    found = [meant for saying in dict.fromkeys(pattern.findall(question)) for meant in said[saying]]
    terms = dict.fromkeys(term for meant in found for term in meant.terms)
    laws = dict.fromkeys(law for meant in found for law in meant.laws)
    return Meant(tuple(terms), tuple(laws))

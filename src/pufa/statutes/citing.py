"""Who cites a law: the apps above, which know pieces, cases and lessons, tell it here; this app knows none of them.

An app above registers a provider from its `apps.ready()` and purges `/law/…` itself when what it tells changes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Citing:
    """Something published that cites a law; `kind` in the reader's language, such as 文章 · 示例小报 第 31 期."""

    kind: str
    title: str
    url: str
    day: date | None = None


# (full name of the law, article number or None for any, 之N) -> what cites it
Provider = Callable[[str, int | None, int], Iterable[Citing]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Adds a provider; the same name replaces it."""
    _providers[name] = provider


def find(law: str, number: int | None = None, sub: int = 0) -> list[Citing]:
    """What cites a law, or one of its articles, newest first; at most as many as a page shows."""
    found = [one for provider in _providers.values() for one in provider(law, number, sub)]
    return sorted(found, key=lambda one: one.day or date.min, reverse=True)[:SHOWN]

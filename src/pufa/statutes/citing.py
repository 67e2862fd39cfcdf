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
# the same -> how many there are, for places that show only the number
Counter = Callable[[str, int | None, int], int]
_providers: dict[str, tuple[Provider, Counter]] = {}


def register(name: str, provider: Provider, counter: Counter | None = None) -> None:
    """Adds a provider, with a quicker way to count if it has one; the same name replaces it."""
    _providers[name] = (provider, counter or (lambda law, number, sub: len(list(provider(law, number, sub)))))


def count(law: str, number: int | None = None, sub: int = 0) -> int:
    """How many published things cite a law, or one of its articles."""
    return sum(counter(law, number, sub) for _provider, counter in _providers.values())


def find(law: str, number: int | None = None, sub: int = 0) -> list[Citing]:
    """What cites a law, or one of its articles, newest first; at most as many as a page shows."""
    found = [one for provider, _counter in _providers.values() for one in provider(law, number, sub)]
    return sorted(found, key=lambda one: one.day or date.min, reverse=True)[:SHOWN]

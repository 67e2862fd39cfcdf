"""Which objects and channels there are. Hits for anything else end here: nobody fills the sums with inventions.

A room above says which of its object keys exist, once, from `apps.ready()`: `register("page", existing_pages)`.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from pufa.reach.hits.rollup import Slot

Exist = Callable[[Collection[str]], Collection[str]]
Titles = Callable[[Collection[str]], Mapping[str, tuple[str, str]]]  # key -> title, address
MOST_WARNINGS: Final = 20
_kinds: dict[str, Exist] = {}
_titles: dict[str, Titles] = {}
_channels: set[str] = {"web", "elders", "feed"}
_warned: set[str] = set()
logger = logging.getLogger(__name__)


def register(kind: str, exist: Exist, titles: Titles | None = None) -> None:
    """Let objects of a kind be counted; `exist` gives those of some keys, such as `page:12`, that are real.

    `titles` says what they are called where figures are opened, and where they can be read ("" if nowhere now).
    """
    _kinds[kind] = exist
    if titles is not None:
        _titles[kind] = titles


def titles_of(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Title and address of each object whose kind has names. Raises DatabaseError."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        by_kind[key.partition(":")[0]].add(key)
    found: dict[str, tuple[str, str]] = {}
    for kind, some in by_kind.items():
        if kind in _titles:
            found.update(_titles[kind](some))
    return found


def register_channel(name: str) -> None:
    """Let hits through another channel be counted."""
    _channels.add(name)


def only_known(slots: Iterable[Slot]) -> set[Slot]:
    """The slots whose object and channel exist. Raises DatabaseError."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    possible = [slot for slot in slots if slot.channel in _channels]
    for slot in possible:
        by_kind[slot.key.partition(":")[0]].add(slot.key)
    real: set[str] = set()
    for kind, keys in by_kind.items():
        exist = _kinds.get(kind)
        if exist is None:
            _warn(kind)
        else:
            real.update(exist(keys))
    return {slot for slot in possible if slot.key in real}


def _warn(kind: str) -> None:
    if kind not in _warned and len(_warned) < MOST_WARNINGS:
        _warned.add(kind)
        logger.warning("hits of the kind %s are not counted: no app has registered it", kind)

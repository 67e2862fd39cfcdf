"""The rooms that the site's one search box looks into, beside laws and pieces.

A room (cases, lectures, works) registers itself from its `apps.ready()`; the public site then gives it a tab and a part
of the page. A room of Wagtail pages names their type and is searched by the site's own index; its pages may give their
words by a method `search_text() -> str`. Any other room gives a function that finds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Row:
    """One thing found, as `ui/parts/result_piece.html` wants it; `text` is safe HTML with <mark>."""

    title: str
    url: str
    text: SafeString | str = ""
    source: str = ""
    date: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what was found, and how much there is in all."""

    total: int
    rows: tuple[Row, ...]


# (question, how many to leave out, how many to give) -> what was found
Find = Callable[[str, int, int], Found]


@dataclass(frozen=True, slots=True)
class Room:
    """A room with its name in the address (?kind=cases), its label on the tab, and one of two ways to search it.

    Give `page_type` (`cases.casepage`) or `find`. Rooms stand in the order of `order`, after laws and pieces.
    """

    name: str
    label: str | Promise
    order: int = 100
    page_type: str = ""
    find: Find | None = None


_rooms: dict[str, Room] = {}


def register(room: Room) -> None:
    """Adds a room; the same name replaces it. Raises ValueError for a room that cannot be searched."""
    if bool(room.page_type) == bool(room.find):
        raise ValueError(f"{room.name}: give either a type of page or a function")
    _rooms[room.name] = room


def forget(name: str) -> None:
    """Takes a room out again."""
    _rooms.pop(name, None)


def rooms() -> tuple[Room, ...]:
    """All rooms in order."""
    return tuple(sorted(_rooms.values(), key=lambda room: (room.order, room.name)))

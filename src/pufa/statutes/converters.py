"""Parts of an address: a day, the place of an article (44, 120-1), a paragraph. Importing makes addresses know them."""

from dataclasses import dataclass
from datetime import date

from django.urls import register_converter


@dataclass(frozen=True, slots=True)
class Place:
    """An article's number and the N of 之N, 0 without."""

    number: int
    sub: int = 0


class DayConverter:
    """2026-01-01 as a date."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The date. Raises ValueError for a day that never was: the address leads nowhere."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """The date as written in an address."""
        return value if isinstance(value, str) else value.isoformat()


class PlaceConverter:
    """44 is article 44, 120-1 is 第一百二十条之一; 0 a text without articles."""

    regex = r"(?:0|[1-9]\d{0,3})(?:-[1-9]\d{0,2})?"

    def to_python(self, value: str) -> Place:
        """Number and sub-number."""
        number, _dash, sub = value.partition("-")
        return Place(int(number), int(sub or 0))

    def to_url(self, value: Place | str) -> str:
        """The place as written in an address."""
        if isinstance(value, str):
            return value
        return f"{value.number}-{value.sub}" if value.sub else str(value.number)


class OrdinalConverter:
    """Which paragraph, item or sub-item: 1 to 999, without leading noughts, so that a place has one address."""

    regex = r"[1-9]\d{0,2}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int | str) -> str:
        """The number as written in an address."""
        return str(value)


register_converter(DayConverter, "day")
register_converter(OrdinalConverter, "ordinal")
register_converter(PlaceConverter, "place")

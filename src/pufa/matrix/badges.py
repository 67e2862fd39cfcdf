"""Marks beside an account on its public page, such as a signed convention; rooms above register what they know.

A provider is asked with the account and gives (words, address of the picture, address behind it) for each mark.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pufa.matrix.models import Account


class Badge(NamedTuple):
    """One mark: what it says, its picture, and what it leads to."""

    words: str
    picture: str
    url: str


Provider = Callable[[Account], Iterable[Badge]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Adds a provider; the same name replaces it."""
    _providers[name] = provider


def of(account: Account) -> Iterator[Badge]:
    """All marks of an account."""
    for name in sorted(_providers):
        yield from _providers[name](account)

"""Turns articles into vectors, bit by bit: whoever asks goes on where the last one stopped, at whatever moment it did.

Articles in force come first, those of laws that others point to most before the rest. Each batch is kept as soon as
it is ready (`vectors.Store`), so a killed process loses some seconds of work.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from pufa.statutes import actions
from pufa.statutes.models import Article
from pufa.statutes.search import filling, index
from pufa.statutes.search.passages import passage
from pufa.statutes.search.vectors import Floats, Store, key_of

BATCH: Final = 16  # passages, about a second of work


class Model(Protocol):
    """What turns texts into vectors of length 1, near to each other when they mean much the same."""

    name: str
    size: int

    def question(self, text: str) -> Floats:
        """The vector of a question."""

    def passages(self, texts: Sequence[str]) -> Floats:
        """The vectors of passages, a row each."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many different passages the library has, and how many of them have a vector."""

    done: int
    total: int


def load() -> Model | None:
    """The model of this installation, None when its package is not installed. Slow the first time: ask `dense`."""
    try:
        return import_string(settings.LAWS_VECTOR_MODEL)()
    except ImportError:
        return None


def store_of(model: Model) -> Store:
    """Where the vectors of a model lie."""
    return Store(actions.laws_folder() / "vectors" / model.name, model.size)


def progress(model: Model) -> Progress:
    """How far it is. Raises IndexBusyError."""
    wanted = set(index.open_index(filling.ensure()).passages)
    return Progress(len(wanted.intersection(store_of(model).names())), len(wanted))


def compute(model: Model, *, today: date, seconds: float | None = None) -> Iterator[Progress]:
    """Makes what is missing, at most so many seconds long; tells how far it is after each batch.

    Raises VectorsBusyError when another process is at it, IndexBusyError.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    opened = index.open_index(filling.ensure())
    store = store_of(model)
    with store.writing():
        missing = _missing(opened, set(store.names()), today.isoformat())
        total = len(set(opened.passages))
        for at in range(0, len(missing), BATCH):
            if deadline is not None and time.monotonic() >= deadline:
                return
            _make(model, store, [opened.facts[number] for number in missing[at : at + BATCH]])
            yield Progress(total - len(missing) + min(at + BATCH, len(missing)), total)


def _missing(opened: index.Opened, made: set[bytes], day: str) -> list[int]:
    """Articles without a vector by their number in the index, each passage once, the most useful first."""

    def use(number: int) -> tuple[bool, float, int]:
        fact = opened.facts[number]
        return fact.last < day, -fact.law_pointers, number

    first_of: dict[bytes, int] = {}
    for number in sorted(range(len(opened.facts)), key=use):
        if (key := opened.passages[number]) not in made:
            first_of.setdefault(key, number)
    return list(first_of.values())


def _make(model: Model, store: Store, facts: list[index.Fact]) -> None:
    texts = dict(Article.objects.filter(pk__in=[fact.pk for fact in facts]).values_list("pk", "text"))
    found = [passage(fact.place, texts[fact.pk]) for fact in facts if fact.pk in texts]
    if found:
        store.append([key_of(one) for one in found], model.passages(found))

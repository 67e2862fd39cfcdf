"""How much there is of something on a day, such as followers: a state, never added up over days as outcomes are.

An app declares its own from `apps.ready()`. What the rows of a day amount to is the state on that day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pufa.accounts.models import Organisation
from pufa.reach.metrics import Move, Words


@dataclass(frozen=True, slots=True)
class StateRow:
    """One object's share of a state: `day` is when it was last counted, on or before the day asked for."""

    day: date
    amount: int
    key: str
    title: str
    url: str = ""
    unit: str = ""
    district: str = ""


class Reading(Protocol):
    """Reads the rows of a state at the end of a day, the same order every time; of one unit or object if asked."""

    def __call__(self, on: date, *, organisation: Organisation | None = None, key: str = "") -> Sequence[StateRow]:
        """The rows."""
        ...


class Total(Protocol):
    """What these rows add up to, asked as one sum."""

    def __call__(self, on: date, *, organisation: Organisation | None = None, key: str = "") -> int:
        """The sum."""
        ...


@dataclass(frozen=True, slots=True)
class State:
    """One state of the programme; `first_day` says since when there is anything to read (None: nothing yet)."""

    code: str
    label: Words
    unit: Words
    description: Words
    total: Total
    rows: Reading
    first_day: Callable[[], date | None]
    move: Move = Move.NET


_states: dict[str, State] = {}


def register(state: State) -> State:
    """Makes a state known and gives it back; registering the same code again replaces it."""
    _states[state.code] = state
    return state


def registered() -> tuple[State, ...]:
    """All states in the order of their registration."""
    return tuple(_states.values())


def get(code: str) -> State:
    """The state of a code. Raises LookupError."""
    return _states[code]

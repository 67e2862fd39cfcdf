"""What can be reviewed and what the machine looks at: both are registered by the apps that know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.utils.functional import Promise

from pufa.review.drafts import Draft

if TYPE_CHECKING:
    from pufa.accounts.models import User


Thing = TypeVar("Thing")


class Subject(Protocol[Thing]):
    """How review reaches one kind of content; the thing `load` gives stays closed to review."""

    def load(self, key: str) -> Thing:
        """The object with this key. Raises LookupError if there is none."""
        ...

    def draft(self, obj: Thing) -> Draft:
        """Its latest revision as plain data."""
        ...

    def author_ids(self, obj: Thing) -> set[int]:
        """The people who wrote it: none of them may review it."""
        ...

    def revision_id(self, obj: Thing) -> int:
        """Names the latest revision: it changes with every edit."""
        ...

    def edit_url(self, obj: Thing) -> str:
        """Where it is edited at the desk."""
        ...

    def public_url(self, obj: Thing) -> str | None:
        """Where the public reads it; None while it is not public."""
        ...

    def lock(self, obj: Thing, by: "User") -> None:
        """Keeps everybody from editing while reviewers read."""
        ...

    def unlock(self, obj: Thing) -> None:
        """Lets its authors edit again."""
        ...


class Level(StrEnum):
    """How much a finding weighs: `block` stops publication, `warn` asks for a look, `note` only informs."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the machine found: the words around it, and the paragraph, counted from 1 (None: not in the body)."""

    level: Level
    message: str | Promise
    excerpt: str = ""
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A machine check. What it blocks can be overridden by a named person, unless `can_override` is False."""

    code: str
    label: str | Promise
    run: Callable[[Draft], Iterable[Finding]]
    can_override: bool = True


_subjects: dict[str, Subject[Any]] = {}
_checks: dict[str, Check] = {}


def register_subject(kind: str, subject: Subject[Any]) -> None:
    """Makes a kind of content reviewable, called from `apps.ready()`; registering again replaces the adapter."""
    _subjects[kind] = subject


def subject(kind: str) -> Subject[Any]:
    """The adapter of a kind. Raises LookupError if no app has registered it."""
    try:
        return _subjects[kind]
    except KeyError:
        raise LookupError(f"no app has registered the kind {kind!r} for review") from None


def register_check(
    code: str, label: str | Promise, run: Callable[[Draft], Iterable[Finding]], *, can_override: bool = True
) -> None:
    """Adds a machine check, called from `apps.ready()`. Raises ValueError if another check has this code."""
    known = _checks.get(code)
    if known is not None and known.run is not run:
        raise ValueError(f"two machine checks are called {code}")
    _checks[code] = Check(code, label, run, can_override)


def checks() -> tuple[Check, ...]:
    """All machine checks in the order of registration."""
    return tuple(_checks.values())

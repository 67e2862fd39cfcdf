"""What can be reviewed and what the machine looks at: both are registered by the apps that know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

from pufa.review.drafts import Draft

if TYPE_CHECKING:
    from pufa.accounts.models import User


class Subject(Protocol):
    """How review reaches one kind of content; `obj` is whatever `load` gave and stays closed to review.

    `load` raises LookupError if there is no such object. `revision_id` names the content under review: it changes
    with every edit. `lock` keeps everybody from editing while reviewers read; `unlock` gives the text back.
    """

    def load(self, key: str) -> Any: ...
    def draft(self, obj: Any) -> Draft: ...
    def author_ids(self, obj: Any) -> set[int]: ...
    def revision_id(self, obj: Any) -> int: ...
    def edit_url(self, obj: Any) -> str: ...
    def public_url(self, obj: Any) -> str | None: ...
    def lock(self, obj: Any, by: "User") -> None: ...
    def unlock(self, obj: Any) -> None: ...


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


_subjects: dict[str, Subject] = {}
_checks: dict[str, Check] = {}


def register_subject(kind: str, subject: Subject) -> None:
    """Makes a kind of content reviewable, called from `apps.ready()`; registering again replaces the adapter."""
    _subjects[kind] = subject


def subject(kind: str) -> Subject:
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

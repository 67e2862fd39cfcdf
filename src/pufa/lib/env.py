"""Reads settings from the environment, typed, and remembers each variable it was asked for.

A secret may be kept in a file instead: if ``PUFA_SECRET_KEY_FILE`` is set, its content is the value of
``PUFA_SECRET_KEY``. The variable itself wins over the file. An empty value counts as not set.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar, overload

Value = TypeVar("Value")
TRUE_WORDS: Final = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS: Final = frozenset({"0", "false", "no", "off"})
LONGEST_FILE: Final = 64 * 1024


class EnvError(ValueError):
    """A variable is missing or holds something unreadable; ``variable`` is its name."""

    def __init__(self, variable: str, message: str) -> None:
        super().__init__(f"{variable}: {message}")
        self.variable = variable
        self.message = message


class _Required:
    """Marks a variable without a default."""

    def __repr__(self) -> str:
        return "required"


REQUIRED: Final = _Required()


@dataclass(frozen=True, slots=True)
class Declaration:
    """One variable as the program asked for it; ``default`` is its text for the settings page."""

    name: str
    type: str
    default: str
    help: str
    required: bool


class Reader:
    """Reads variables from one mapping. The module's functions use the process environment."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = environ
        self._declared: dict[str, Declaration] = {}

    def declared(self) -> tuple[Declaration, ...]:
        """Every variable asked for so far, by name."""
        return tuple(self._declared[name] for name in sorted(self._declared))

    @overload
    def text(self, name: str, *, help: str = "") -> str: ...
    @overload
    def text(self, name: str, *, default: str, help: str = "") -> str: ...
    @overload
    def text(self, name: str, *, default: None, help: str = "") -> str | None: ...
    def text(self, name: str, *, default: str | _Required | None = REQUIRED, help: str = "") -> str | None:
        """The variable's text. Raises EnvError when it is required and not set."""
        return self._read(name, "text", default, help, str)

    @overload
    def flag(self, name: str, *, help: str = "") -> bool: ...
    @overload
    def flag(self, name: str, *, default: bool, help: str = "") -> bool: ...
    def flag(self, name: str, *, default: bool | _Required = REQUIRED, help: str = "") -> bool:
        """Yes or no: 1/0, true/false, yes/no, on/off. Raises EnvError for any other word."""
        return self._read(name, "flag", default, help, _parse_flag)

    @overload
    def number(self, name: str, *, help: str = "", minimum: int | None = None, maximum: int | None = None) -> int: ...
    @overload
    def number(
        self, name: str, *, default: int, help: str = "", minimum: int | None = None, maximum: int | None = None
    ) -> int: ...
    def number(
        self,
        name: str,
        *,
        default: int | _Required = REQUIRED,
        help: str = "",
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> int:
        """A whole number within the limits given. Raises EnvError otherwise."""
        return self._read(name, "number", default, help, lambda raw: _parse_number(raw, minimum, maximum))

    @overload
    def path(self, name: str, *, help: str = "") -> Path: ...
    @overload
    def path(self, name: str, *, default: Path | str, help: str = "") -> Path: ...
    @overload
    def path(self, name: str, *, default: None, help: str = "") -> Path | None: ...
    def path(self, name: str, *, default: Path | str | _Required | None = REQUIRED, help: str = "") -> Path | None:
        """A path, ``~`` expanded; it need not exist."""
        kept = Path(default).expanduser() if isinstance(default, str) else default
        return self._read(name, "path", kept, help, lambda raw: Path(raw).expanduser())

    @overload
    def list_of(self, name: str, *, help: str = "") -> list[str]: ...
    @overload
    def list_of(self, name: str, *, default: list[str] | tuple[str, ...], help: str = "") -> list[str]: ...
    def list_of(
        self, name: str, *, default: list[str] | tuple[str, ...] | _Required = REQUIRED, help: str = ""
    ) -> list[str]:
        """Several texts, separated by commas; blanks around each are dropped, empty ones too."""
        kept = default if isinstance(default, _Required) else list(default)
        return self._read(name, "list", kept, help, _parse_list)

    def _read(
        self, name: str, kind: str, default: Value | _Required, help_text: str, parse: Callable[[str], Value]
    ) -> Value:
        required = isinstance(default, _Required)
        self._declared[name] = Declaration(name, kind, "" if required else _shown(default), help_text, required)
        raw = self._raw(name)
        if raw is not None:
            try:
                return parse(raw)
            except ValueError as error:
                raise EnvError(name, str(error)) from error
        if isinstance(default, _Required):
            raise EnvError(name, f"is required and not set (or give its file in {name}_FILE)")
        return default

    def _raw(self, name: str) -> str | None:
        environ = os.environ if self._environ is None else self._environ
        value = environ.get(name, "").strip()
        if value:
            return value
        file = environ.get(f"{name}_FILE", "").strip()
        return (_file_text(name, Path(file)) or None) if file else None


def _file_text(name: str, file: Path) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST_FILE + 1)
        if len(data) > LONGEST_FILE:
            raise EnvError(f"{name}_FILE", f"{file} is longer than {LONGEST_FILE} bytes")
        return data.decode("utf-8").strip()
    except OSError as error:
        raise EnvError(f"{name}_FILE", f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise EnvError(f"{name}_FILE", f"{file} is not UTF-8 text") from error


def _shown(default: object) -> str:
    if default is None:
        return ""
    if isinstance(default, bool):
        return "true" if default else "false"
    if isinstance(default, list):
        return ",".join(str(item) for item in default)
    return str(default)


def _parse_flag(raw: str) -> bool:
    word = raw.lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError(f"must be yes or no (1/0, true/false, yes/no, on/off), not {raw!r}")


def _parse_number(raw: str, minimum: int | None, maximum: int | None) -> int:
    try:
        number = int(raw)
    except ValueError:
        raise ValueError(f"must be a whole number, not {raw!r}") from None
    if minimum is not None and number < minimum:
        raise ValueError(f"must be at least {minimum}, not {number}")
    if maximum is not None and number > maximum:
        raise ValueError(f"must be at most {maximum}, not {number}")
    return number


def _parse_list(raw: str) -> list[str]:
    return [part for part in (piece.strip() for piece in raw.split(",")) if part]


_process = Reader()
text = _process.text
flag = _process.flag
number = _process.number
path = _process.path
list_of = _process.list_of
declared = _process.declared

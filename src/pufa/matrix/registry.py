"""The kinds of platform this installation knows, loaded by name from the setting MATRIX_CONNECTORS.

A name is a folder of `pufa.matrix.connectors` ("wechat") or the dotted path of a module from elsewhere that has a
`KIND`. Nobody imports a connector otherwise.
"""

from functools import cache
from importlib import import_module

from django.conf import settings

from pufa.matrix.connector import Kind

HOME = "pufa.matrix.connectors"


def load(name: str) -> Kind:
    """The kind a name of the setting stands for. Raises ImportError, or TypeError where the module has no `KIND`."""
    module = import_module(name if "." in name else f"{HOME}.{name}")
    kind = getattr(module, "KIND", None)
    if not isinstance(kind, Kind):
        raise TypeError(f"{module.__name__} has no KIND")
    return kind


def kinds() -> tuple[Kind, ...]:
    """Every configured kind, in the order of the setting."""
    return _loaded(tuple(settings.MATRIX_CONNECTORS))


def get(name: str) -> Kind:
    """The configured kind with this name. Raises LookupError."""
    for kind in kinds():
        if kind.name == name:
            return kind
    raise LookupError(f"no connector {name!r} is configured")


@cache
def _loaded(names: tuple[str, ...]) -> tuple[Kind, ...]:
    return tuple(load(name) for name in names)

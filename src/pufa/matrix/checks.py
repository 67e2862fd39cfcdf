"""Django's system check that every configured connector can be loaded; `apps.py` registers it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from pufa.matrix import registry

HINT = "Set PUFA_MATRIX_CONNECTORS to folders of pufa.matrix.connectors, or to modules that have a KIND."


def connectors_load(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """An error for each name of MATRIX_CONNECTORS that cannot be loaded, and for each kind named twice."""
    found: list[CheckMessage] = []
    seen: set[str] = set()
    for name in settings.MATRIX_CONNECTORS:
        try:
            kind = registry.load(name)
        except (ImportError, TypeError) as error:
            found.append(Error(f"the connector {name!r} cannot be loaded: {error}", hint=HINT, id="matrix.E001"))
            continue
        if kind.name in seen:
            found.append(Error(f"the connector {kind.name!r} is named twice", hint=HINT, id="matrix.E002"))
        seen.add(kind.name)
    return found

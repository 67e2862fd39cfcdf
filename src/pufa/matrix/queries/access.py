"""An account's way to its platform: which connector, and what it signs in with."""

import json
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pufa.matrix import connector, registry
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, Credential


def kind_of(account: Account) -> registry.Kind:
    """The connector kind of an account. Raises MatrixError (unknown_kind) when the installation does not have it."""
    try:
        return registry.get(account.connector)
    except LookupError as error:
        message = _("This installation has no connector “%(name)s”.") % {"name": account.connector}
        raise MatrixError(message, code="unknown_kind") from error


def label_of(account: Account) -> str:
    """What its connector is called; the bare name where this installation does not have it."""
    try:
        kind = registry.get(account.connector)
    except LookupError:
        return account.connector
    return kind.label_zh if (get_language() or "").startswith("zh") else kind.label


def access(account: Account) -> connector.Access:
    """What the connector signs in with, opened: plain settings and the sealed credential together."""
    settings: dict[str, Any] = dict(account.connector_settings)
    base_url, allow_private = settings.pop("base_url", ""), bool(settings.pop("allow_private", False))
    credential = Credential.objects.filter(account=account).first()
    secrets = opened(credential) if credential and credential.kind == account.connector else {}
    return connector.Access(values={**settings, **secrets}, base_url=base_url, allow_private=allow_private)


def opened(credential: Credential) -> dict[str, str]:
    """The sealed values; never to be shown or logged."""
    values: dict[str, str] = json.loads(credential.secret)
    return values


def connect(account: Account) -> Any:
    """The connector, ready to be called; no network yet. Raises ConnectorError when a value is missing, MatrixError."""
    return kind_of(account).connect(access(account))

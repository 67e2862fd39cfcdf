"""Keys to platforms: chosen, sealed, tested with a time limit, removed. No value ever leaves in a message or entry."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix import registry
from pufa.matrix.actions.permissions import require_unit
from pufa.matrix.connector import Authorises, ConnectorError
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, Credential
from pufa.matrix.queries import access

TEST_TIMEOUT: Final = timedelta(seconds=10)
MESSAGE_LENGTH: Final = 300
SETTINGS: Final = ("base_url", "allow_private")


def choose_connector(
    *,
    account: Account,
    connector: str,
    settings: Mapping[str, Any] | None = None,
    by: User | None,
    now: datetime | None = None,
) -> Account:
    """Says through which connector an account is reached; `settings` hold what is no secret, and `base_url`.

    A credential for another kind is removed. Raises NotAllowedError, MatrixError: unknown_kind.
    """
    require_unit(by, account.organisation)
    kept = dict(settings or {})
    kind = _kind(connector)
    public = {field.name for field in kind.fields if not field.is_secret} | set(SETTINGS)
    if set(kept) - public:
        raise MatrixError(_("A secret belongs in the credential, where it is sealed."), code="unknown_kind")
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(connector=connector, connector_settings=kept)
        Credential.objects.filter(account=account).exclude(kind=connector).delete()
        audit_actions.record(
            by=by, verb="matrix.connector_chosen", key=account.key, title=account.name,
            detail={"connector": connector, "settings": sorted(kept)}, now=now,
        )  # fmt: skip
    account.connector, account.connector_settings = connector, kept
    return account


def set_credential(
    *,
    account: Account,
    values: Mapping[str, str],
    expires_at: datetime | None = None,
    by: User | None,
    now: datetime | None = None,
) -> Credential:
    """Seals what an account's connector signs in with; it is tested afterwards, not here.

    Raises NotAllowedError, MatrixError: unknown_kind, empty.
    """
    require_unit(by, account.organisation)
    moment, kind = now or clock.now(), _kind(account.connector)
    known = {field.name for field in kind.fields}
    given = {name: text.strip() for name, text in values.items() if name in known and text.strip()}
    missing = [str(one.label_zh) for one in kind.fields if one.is_required and not given.get(one.name)]
    if missing or not given:
        message = _("Must not be empty: %(names)s.") % {"names": "、".join(missing)}
        raise MatrixError(message, code="empty")
    told = {
        "kind": kind.name, "secret": json.dumps(given), "names": sorted(given), "state": Credential.State.UNTESTED,
        "message": "", "set_by": by, "set_at": moment, "tested_at": None, "expires_at": expires_at,
    }  # fmt: skip
    with transaction.atomic():
        credential, _is_new = Credential.objects.update_or_create(account=account, defaults=told)
        audit_actions.record(
            by=by, verb="matrix.credential_set", key=account.key, title=account.name,
            detail={"kind": kind.name, "names": sorted(given)}, now=moment,
        )  # fmt: skip
    return credential


def remove_credential(*, account: Account, by: User | None, now: datetime | None = None) -> None:
    """Forgets what an account signs in with. Raises NotAllowedError."""
    require_unit(by, account.organisation)
    with transaction.atomic():
        if Credential.objects.filter(account=account).delete()[0]:
            audit_actions.record(by=by, verb="matrix.credential_removed", key=account.key, title=account.name, now=now)


def check_credential(*, credential: Credential, by: User | None = None, now: datetime | None = None) -> Credential:
    """Asks the platform whether a credential works, at most ten seconds; writes down what it said and until when.

    A value replaced while the platform was asked keeps its own state. Raises nothing a platform can cause.
    """
    moment, account = now or clock.now(), credential.account
    try:
        kind, given = access.kind_of(account), access.access(account)
        if not kind.can(Authorises):
            return _tested(credential, Credential.State.UNTESTED, _("This platform offers no test."), None, by, moment)
        connection: Any = kind.connect(replace(given, timeout=TEST_TIMEOUT))
        identity = connection.test(now=moment)
    except MatrixError as error:
        return _tested(credential, Credential.State.FAILS, str(error), None, by, moment)
    except ConnectorError as error:
        return _tested(credential, Credential.State.FAILS, said(error), None, by, moment)
    message = _("belongs to %(name)s") % {"name": identity.name} if identity.name else ""
    return _tested(credential, Credential.State.WORKS, message, identity.expires_at, by, moment)


def said(error: ConnectorError) -> str:
    """What a failure means to people, with the platform's own words, which hold no secret."""
    words = {
        "retry": _("The platform could not be reached."),
        "reconnect": _("The platform does not accept it; enter it anew."),
        "rejected": _("The platform refuses."),
        "limit": _("Too many calls for now."),
    }
    return f"{words[str(error.kind)]} {error.detail}"[:MESSAGE_LENGTH]


def _tested(
    credential: Credential, state: str, message: str, expires_at: datetime | None, by: User | None, now: datetime
) -> Credential:
    fields: dict[str, Any] = {"state": state, "message": message[:MESSAGE_LENGTH], "tested_at": now}
    if expires_at is not None:
        fields["expires_at"] = expires_at
    with transaction.atomic():
        same = Credential.objects.filter(pk=credential.pk, set_at=credential.set_at)
        if same.update(**fields):
            account = credential.account
            audit_actions.record(
                by=by, verb="matrix.credential_tested", key=account.key, title=account.name, detail={"state": state},
                now=now,
            )  # fmt: skip
    credential.refresh_from_db()
    return credential


def _kind(name: str) -> registry.Kind:
    try:
        return registry.get(name)
    except LookupError as error:
        message = _("This installation has no connector “%(name)s”.") % {"name": name}
        raise MatrixError(message, code="unknown_kind") from error

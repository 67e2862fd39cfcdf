"""The fields of an account as they are filed: tidied, compared with the register, and entered in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import IntegrityError
from django.utils.translation import gettext as _

from pufa.accounts.models import Organisation
from pufa.lib import clock, sheet_reader
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, Filing, Platform, Sector

Fields = Mapping[str, Any]
TEXTS: Final = ("name", "handle", "address", "certification", "operator", "contact", "purpose", "excuse")
NEEDED: Final = ("organisation", "platform", "sector", "name")
KNOWN: Final = {*TEXTS, "organisation", "platform", "sector", "supervisor"}
CONTACT_LENGTH: Final = 30
COLUMNS: Final[dict[str, Any]] = {field.name: field for field in Account._meta.fields}  # noqa: SLF001  (Django's way)


def tidy(fields: Fields, *, is_new: bool = False) -> dict[str, Any]:
    """The fields as they can be kept. Raises MatrixError: empty, too_long, unknown_kind, bad_address."""
    if unknown := set(fields) - KNOWN:
        raise ValueError(f"no such fields: {sorted(unknown)}")
    values = {name: _text(name, value) if name in TEXTS else value for name, value in fields.items()}
    missing = [name for name in NEEDED if (is_new or name in values) and not values.get(name)]
    if missing:
        names = "、".join(str(label(name)) for name in missing)
        raise MatrixError(_("Must not be empty: %(names)s.") % {"names": names}, code="empty")
    if values.get("sector") and values["sector"] not in Sector.values:
        raise MatrixError(_("There is no such kind of unit."), code="unknown_kind")
    if values.get("address"):
        values["address"] = web_address(values["address"])
    return values


def label(name: str) -> Any:
    """What a field is called, in whichever language it is read later."""
    return COLUMNS[name].verbose_name


def changed_fields(account: Account, values: Fields) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the register says and what would be said, for the fields that differ."""
    told = account.told()
    after = {name: _plain(value) for name, value in values.items() if name in told and _plain(value) != told[name]}
    return {name: told[name] for name in after}, after


def apply_changes(account: Account, filing: Filing, now: datetime) -> None:
    """Enters an approved filing in its account and saves it."""
    day = clock.shanghai_day(now)
    if filing.kind == Filing.Kind.OPENING:
        account.state, account.filed_on = Account.State.ACTIVE, day
        account.number = f"{day.year}-{account.pk:05}"
    elif filing.kind == Filing.Kind.CLOSING:
        account.state, account.closed_on = Account.State.CLOSED, date.fromisoformat(filing.after["closed_on"])
    elif filing.kind == Filing.Kind.CHECK:
        account.checked_on, account.has_interaction = filing.happened_on, filing.after["has_interaction"]
    else:
        _enter(account, filing.after)
        account.changed_on = filing.happened_on
        account.contact = filing.contact or account.contact
    account.save()


def explained(error: IntegrityError, values: Fields) -> MatrixError:
    """What a rule of the database says to people."""
    text = str(error)
    if "matrix_handle_once" in text or "handle" in text:
        return MatrixError(_("This account ID is in the register already."), code="handle_taken")
    return MatrixError(
        _(
            "The unit has an account on this platform already. In principle there is one; "
            "if a second is needed, say why."
        ),
        code="second_account",
    )


def _enter(account: Account, after: Mapping[str, Any]) -> None:
    for name, value in after.items():
        if isinstance(value, dict):
            setattr(account, f"{name}_id", value["id"])
        elif name == "opened_on":
            account.opened_on = date.fromisoformat(value)
        else:
            setattr(account, name, value or (None if name == "supervisor" else ""))


def _plain(value: object) -> object:
    if isinstance(value, Organisation | Platform):
        return {"id": value.pk, "name": str(value)}
    return value


def _text(name: str, value: object) -> str:
    text = sheet_reader.tidy(str(value or ""))
    most = CONTACT_LENGTH if name == "contact" else COLUMNS[name].max_length or 0
    if len(text) > most:
        message = _("%(name)s is longer than %(most)d characters.") % {"name": str(label(name)), "most": most}
        raise MatrixError(message, code="too_long")
    return text


def web_address(text: str) -> str:
    """An address of the web as it is. Raises MatrixError (bad_address) for any other, such as a script."""
    try:
        parts = urlsplit(text)
        is_right = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        is_right = False
    if not is_right or any(sign.isspace() for sign in text):
        raise MatrixError(_("The address must begin with https:// or http://."), code="bad_address")
    return text

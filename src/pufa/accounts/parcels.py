"""An uploaded table on its way from preview to import: sealed and sent along with the page, kept nowhere."""

import base64
import json
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from pufa.accounts.errors import AccountsError
from pufa.accounts.models import User
from pufa.lib import sealing

VALID_FOR = timedelta(hours=1)


def pack(data: bytes, *, kind: str, by: User, now: datetime) -> str:
    """The table as text only this installation can open."""
    told = {"kind": kind, "by": by.pk, "at": now.timestamp(), "data": base64.b64encode(data).decode("ascii")}
    return sealing.seal(json.dumps(told), keys=settings.FIELD_KEYS)


def unpack(parcel: str, *, kind: str, by: User, now: datetime) -> bytes:
    """The table again. Raises AccountsError when it is of another kind or person, too old, or was tampered with."""
    try:
        told = json.loads(sealing.unseal(parcel, keys=settings.FIELD_KEYS) or "{}")
    except sealing.SealError:
        told = {}
    if (told.get("kind"), told.get("by")) != (kind, by.pk) or now.timestamp() - told["at"] > VALID_FOR.total_seconds():
        raise AccountsError(_("The preview is too old. Upload the file again."), code="preview_old")
    return base64.b64decode(told["data"])

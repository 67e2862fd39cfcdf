"""How one entry is bound to the one before it, and how the ends of the chain are sealed. No database here."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

ORIGIN = "0" * 64
_SALT = "pufa.audit.chain"


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces. Raises ValueError or TypeError if it has none."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def entry_hash(fields: Mapping[str, object], previous_hash: str) -> str:
    """SHA-256 (64 hex digits) over an entry's fields, its time in UTC, and the hash of the entry before it."""
    at = fields["at"]
    moment = at.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(at, datetime) else at
    return hashlib.sha256(canonical({**fields, "at": moment, "previous_hash": previous_hash}).encode()).hexdigest()


def seal(*parts: object) -> str:
    """A signature over the parts that only this installation's secret key can make."""
    return salted_hmac(_SALT, canonical(parts), algorithm="sha256").hexdigest()


def is_sealed(mac: str, *parts: object) -> bool:
    """Whether `mac` is the signature over the parts, with the key in use or one of its predecessors."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (salted_hmac(_SALT, canonical(parts), secret=key, algorithm="sha256").hexdigest() for key in keys)
    return any(constant_time_compare(mac, one) for one in made)

"""Keeps short texts unreadable at rest: who gets the database but not the keys reads nothing.

A sealed text is a Fernet token (AES-128-CBC with HMAC-SHA256) after the mark ``v1:``. Keys are texts of any form,
newest first: the first seals, all of them open, so a key is changed by putting the new one in front and sealing again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK: Final = "v1:"
KEY_BYTES: Final = 32


class SealError(ValueError):
    """None of the keys opens this text, or somebody changed it."""


def seal(text: str, *, keys: Sequence[str]) -> str:
    """The text, unreadable without the keys; each call gives another result. An empty text stays empty."""
    return MARK + _fernet(tuple(keys)).encrypt(text.encode()).decode("ascii") if text else ""


def unseal(sealed: str, *, keys: Sequence[str]) -> str:
    """What was sealed. Raises SealError when no key fits or the text was changed."""
    if not sealed:
        return ""
    if not sealed.startswith(MARK):
        raise SealError("not a sealed text")
    try:
        return _fernet(tuple(keys)).decrypt(sealed[len(MARK) :].encode()).decode()
    except InvalidToken as error:
        raise SealError("no key opens this text") from error


def is_sealed(text: str) -> bool:
    """Whether a text bears the mark of a sealed one."""
    return text.startswith(MARK)


def reseal(sealed: str, *, keys: Sequence[str]) -> str:
    """The same text sealed with the newest key. Raises SealError."""
    return seal(unseal(sealed, keys=keys), keys=keys)


def fingerprint(text: str, *, key: str, purpose: str) -> str:
    """A keyed hash in 64 hex digits: the same text gives the same one, and nobody without the key can try texts out."""
    return hmac.new(_derive(key, purpose), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=32)
def _derive(key: str, purpose: str) -> bytes:
    if not key:
        raise ValueError("an empty key seals nothing")
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"pufa {purpose}".encode()).derive(
        key.encode()
    )


@lru_cache(maxsize=8)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ValueError("no key given")
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, "seal"))) for key in keys])

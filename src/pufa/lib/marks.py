"""Short marks on printed paper that only this site can make: on receipts, certificates and slips.

Keys are texts, newest first: the first makes a mark, all of them know one, so what was printed before a key was changed
stays genuine as long as the old key is kept.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256


def mark(told: str, *, keys: Sequence[str | bytes], signs: int) -> str:
    """The mark of what a paper says: so many signs of 0-9 and a-f."""
    return hmac.new(_bytes(keys[0]), told.encode(), sha256).hexdigest()[:signs]


def is_genuine(told: str, given: str, *, keys: Sequence[str | bytes], signs: int) -> bool:
    """Whether the mark given is that of what the paper says, under any of the keys."""
    return any(hmac.compare_digest(mark(told, keys=[key], signs=signs).encode(), given.encode()) for key in keys)


def _bytes(key: str | bytes) -> bytes:
    return key if isinstance(key, bytes) else key.encode()

"""Short marks on printed paper that only this site can make: on receipts, certificates and slips.

The site's key makes a mark, its former keys know theirs too: what was printed before a change of the key stays genuine
as long as the old one is kept (SECRET_KEY_FALLBACKS).
"""

import hmac
from hashlib import sha256

from django.conf import settings
from django.utils.encoding import force_bytes


def mark(told: str, *, signs: int) -> str:
    """The mark of what a paper says: so many signs of 0-9 and a-f."""
    return _made(settings.SECRET_KEY, told, signs)


def is_genuine(told: str, given: str, *, signs: int) -> bool:
    """Whether the mark given is that of what the paper says, under the site's key or a former one."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(_made(key, told, signs).encode(), given.encode()) for key in keys)


def _made(key: str | bytes, told: str, signs: int) -> str:
    return hmac.new(force_bytes(key), told.encode(), sha256).hexdigest()[:signs]

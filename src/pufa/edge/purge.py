"""Takes public pages out of every front: single paths, beginnings of paths, or all of them.

Inside a transaction the purge happens twice. At once, together with a *hold*: nobody may store these pages while the
transaction runs, since what others render meanwhile is still the old state. And after the commit, which also ends
the hold. A process killed between commit and purge therefore leaves no stale page: the hold ends by itself, and what
is rendered then is the new state. After a rollback, too, the hold just runs out.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from pufa.edge import relay
from pufa.edge.purgelog import Purge, PurgeLog

HOLD_SECONDS: Final = 60.0
EVERYTHING: Final = "/"


def purge_paths(paths: Iterable[str]) -> None:
    """Stop serving these pages, and their variants under the prefixes of `EDGE_VARIANT_PREFIXES`, from memory."""
    plain = tuple(dict.fromkeys(paths))
    variants = tuple(prefix.rstrip("/") + path for prefix in _variant_prefixes() for path in plain)
    _purge(Purge(paths=plain + variants))


def purge_prefix(prefix: str) -> None:
    """Stop serving every page whose path begins so, variants included, from memory."""
    variants = tuple(variant.rstrip("/") + prefix for variant in _variant_prefixes())
    _purge(Purge(prefixes=(prefix, *variants)))


def purge_all() -> None:
    """Stop serving all pages from memory: for a change of what stands on each of them, such as a menu."""
    _purge(Purge(prefixes=(EVERYTHING,)))


def purge_log() -> PurgeLog:
    """This process's view of the purge log in `EDGE_FOLDER`."""
    return _open_log(Path(settings.EDGE_FOLDER))


@lru_cache(maxsize=4)
def _open_log(folder: Path) -> PurgeLog:
    return PurgeLog(folder)


def _variant_prefixes() -> tuple[str, ...]:
    return tuple(getattr(settings, "EDGE_VARIANT_PREFIXES", (getattr(settings, "ELDERS_PREFIX", ""),)))


def _purge(purge: Purge) -> None:
    if not purge.paths and not purge.prefixes:
        return
    if not transaction.get_connection().in_atomic_block:
        _publish(purge)
        return
    token = secrets.token_hex(8)
    _publish(Purge(paths=purge.paths, prefixes=purge.prefixes, hold=token, until=time.time() + HOLD_SECONDS))
    released = Purge(paths=purge.paths, prefixes=purge.prefixes, release=token)
    transaction.on_commit(lambda: _publish(released))


def _publish(purge: Purge) -> None:
    purge_log().append(purge)
    address = getattr(settings, "EDGE_REDIS_URL", "")
    if address:
        relay.send(address, purge)

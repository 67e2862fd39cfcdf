"""Under which names of ours pages are kept ready-made: a stranger must not fill the store with spellings of one name.

Django answers to `localhost:1`, `localhost:2`, `LOCALHOST`, … alike; were each kept as a site of its own, whoever sends
such headers would push the real pages out of memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

MOST_OTHERS: Final = 16


@dataclass(slots=True)
class Sites:
    """The names the settings give, under the port we listen on, the public one, or none; and the first few others."""

    names: frozenset[str] = frozenset()
    ports: frozenset[str] = frozenset()
    _others: set[str] = field(default_factory=set)

    @classmethod
    def named(cls, hosts: Iterable[str], base_url: str) -> Sites:
        """From host names as Django's settings hold them (those with a wildcard name no site), and the address."""
        base = urlsplit(base_url)
        names = {host.lower() for host in hosts if host[:1] not in {".", "*"}}
        return cls(frozenset({*names, base.hostname or ""}), frozenset({str(base.port or "")}))

    def may_keep(self, host: str, server: str) -> bool:
        """Whether pages asked for under this Host header are kept; `server` is the address we listen on."""
        name, mark, port = host.rpartition(":")
        if not mark or port.endswith("]"):
            name, port = host, ""
        if name in self.names and (not port or port in self.ports or port == server.rpartition(":")[2]):
            return True
        if host not in self._others and len(self._others) < MOST_OTHERS:
            self._others.add(host)
        return host in self._others

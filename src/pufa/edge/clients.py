"""Who is asking: the address and scheme of a request, with proxies believed only when they are named in settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from pufa.edge.rsgi import RequestHeaders, Scope

FORWARDED = frozenset({"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-real-ip",
                       "x-forwarded-server", "forwarded"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Client:
    """The reader's address without port, and the scheme they used."""

    address: str
    scheme: str


@dataclass(frozen=True)
class Proxies:
    """The reverse proxies whose X-Forwarded headers are believed; without any, all such headers are ignored."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def named(cls, names: Iterable[str]) -> Proxies:
        """From addresses and networks as text. Raises ValueError for anything else."""
        return cls(tuple(ip_network(name.strip(), strict=False) for name in names))

    def client(self, scope: Scope) -> Client:
        """The reader behind a request: the last address of X-Forwarded-For that is not one of our proxies."""
        peer = peer_address(scope.client)
        if not self.networks or not self._is_ours(peer):
            return Client(peer, scope.scheme)
        headers = scope.headers
        scheme = (headers.get("x-forwarded-proto") or scope.scheme).split(",")[-1].strip().lower()
        return Client(self._reader(headers, peer), scheme if scheme in {"http", "https"} else scope.scheme)

    def _reader(self, headers: RequestHeaders, peer: str) -> str:
        chain = ",".join(value for name, value in headers.items() if name == "x-forwarded-for")
        reader = peer
        for part in reversed(chain.split(",")):
            address = part.strip()
            if not _is_address(address):
                break
            reader = address
            if not self._is_ours(address):
                break
        return reader

    def _is_ours(self, address: str) -> bool:
        return _is_within(self.networks, address)


def peer_address(client: str) -> str:
    """The address in `address:port`; IPv6 comes in brackets or bare. A Unix socket counts as 127.0.0.1."""
    if client.startswith("["):
        return client[1 : client.index("]")]
    address = client.rpartition(":")[0]
    return address if _is_address(address) else "127.0.0.1"


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def _is_within(networks: tuple[IPv4Network | IPv6Network, ...], address: str) -> bool:
    if not _is_address(address):
        return False
    parsed = ip_address(address)
    return any(parsed.version == network.version and parsed in network for network in networks)

"""Turns a reader into a number good for counting different readers of one day, and for nothing else.

The number is 26 bits of a keyed BLAKE2b over address and user agent. Its key (the salt) is random, valid for one day
in China, and shared by the processes of a machine through a file only their owner can read; at midnight a new one
overwrites it. Without the salt the number cannot be traced to an address, and numbers of two days cannot be compared.
The number goes into a HyperLogLog, which keeps less than these 26 bits; until that is in the database (a second or so)
it also stands in the hit log, without the address, as the least from which the sketch can be built again after a crash.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv6Address
from pathlib import Path
from typing import Final

BITS: Final = 26
MASK: Final = (1 << BITS) - 1
SALT_BYTES: Final = 32
HOUR_SECONDS: Final = 3600
HOURS_AHEAD_OF_UTC: Final = 8
DAY_HOURS: Final = 24
NETWORK_BITS: Final = 64


def hour_of(moment: float) -> int:
    """The number of the hour since 1970 (UTC) in which a Unix time falls."""
    return int(moment) // HOUR_SECONDS


def day_of(hour: int) -> int:
    """The number of the day in China in which an hour falls."""
    return (hour + HOURS_AHEAD_OF_UTC) // DAY_HOURS


@dataclass(slots=True)
class Visitors:
    """Numbers readers with the salt of the day, kept in `folder`. Raises OSError when that cannot be written."""

    folder: Path
    _day: int = -1
    _salt: bytes = field(default=b"", repr=False)

    def number(self, address: str, agent: str, *, hour: int) -> int:
        """A reader's number (26 bits) on the day of that hour; IPv6 addresses count by their network."""
        day = day_of(hour)
        if day != self._day:
            self._salt = _salt_of(self.folder, day)
            self._day = day
        text = f"{_network(address) if ':' in address else address}\n{agent}".encode()
        return int.from_bytes(hashlib.blake2b(text, key=self._salt, digest_size=4).digest(), "little") & MASK


def forget_old_salt(folder: Path, *, hour: int) -> None:
    """Overwrite the salt of an earlier day, if one is still there."""
    if (folder / "salt").exists():
        _salt_of(folder, day_of(hour))


def _network(address: str) -> str:
    try:
        return hex(int(IPv6Address(address.partition("%")[0])) >> NETWORK_BITS)
    except AddressValueError:
        return address


def _salt_of(folder: Path, day: int) -> bytes:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "salt", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        known_day, _, known = os.pread(descriptor, 256, 0).decode("ascii", "replace").partition(" ")
        if known_day == str(day) and len(known) == 2 * SALT_BYTES:
            return bytes.fromhex(known)
        salt = secrets.token_bytes(SALT_BYTES)
        os.pwrite(descriptor, f"{day} {salt.hex()}".encode(), 0)
        os.ftruncate(descriptor, len(f"{day} ") + 2 * SALT_BYTES)
        os.fsync(descriptor)
        return salt
    finally:
        os.close(descriptor)

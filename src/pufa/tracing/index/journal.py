"""The newest changes, appended one by one: what was added since the last segment, and what was removed.

A record: checksum, length, then one byte (+ or -), the length of the id, the id, the keys in five bytes each. A
record cut short
by a crash was never acknowledged and is dropped.
"""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Change = tuple[str, NDArray[np.uint64] | None]
_HEAD: Final = struct.Struct("<II")
_NAME: Final = struct.Struct("<cH")
_KEY_BYTES: Final = 5
LONGEST_NAME: Final = 1000


def packed(changes: Iterable[Change]) -> bytes:
    """Records of changes: (id, keys) for an addition, (id, None) for a removal."""
    made = bytearray()
    for name, keys in changes:
        written = name.encode("utf-8", "surrogatepass")
        if len(written) > LONGEST_NAME:
            raise ValueError(f"an id may have {LONGEST_NAME} bytes: {name[:40]}…")
        rows = np.zeros(0, np.uint64) if keys is None else keys
        body = _NAME.pack(b"-" if keys is None else b"+", len(written)) + written
        body += rows.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :_KEY_BYTES].tobytes()
        made += _HEAD.pack(zlib.crc32(body), len(body)) + body
    return bytes(made)


def append(path: Path, changes: Iterable[Change]) -> None:
    """Adds changes, on disk when it returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        data = memoryview(packed(changes))
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> tuple[list[Change], int]:
    """All whole changes in order, and how many bytes they fill."""
    data = path.read_bytes()
    changes = list(_changes(data))
    return [change for change, _ in changes], changes[-1][1] if changes else 0


def _changes(data: bytes) -> Iterator[tuple[Change, int]]:
    position = 0
    while position + _HEAD.size <= len(data):
        checksum, length = _HEAD.unpack_from(data, position)
        body = data[position + _HEAD.size : position + _HEAD.size + length]
        if len(body) < length or length < _NAME.size or zlib.crc32(body) != checksum:
            return
        position += _HEAD.size + length
        sign, size = _NAME.unpack_from(body)
        name = body[_NAME.size : _NAME.size + size].decode("utf-8", "surrogatepass")
        if sign == b"-":
            yield (name, None), position
            continue
        rows = np.frombuffer(body, np.uint8, offset=_NAME.size + size).reshape(-1, _KEY_BYTES)
        wide = np.zeros((len(rows), 8), np.uint8)
        wide[:, :_KEY_BYTES] = rows
        yield (name, wide.view("<u8").reshape(-1).astype(np.uint64)), position

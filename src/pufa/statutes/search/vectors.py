"""Vectors of passages on disk: two files that only grow, one writer at a time, mapped into memory by readers.

`LAWS_FOLDER/vectors/<model>/vectors` holds float16 rows, `keys` the 16-byte name of each row: a digest of the passage.
The same words thus never need a second vector, and an amended article gets a new one. Rows reach the disk before their
names, and only named rows count, so that a process killed at any moment loses at most the batch it was writing.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

KEY_BYTES: Final = 16
KEPT: Final = np.dtype("<f2")
Floats = npt.NDArray[np.floating[Any]]


class VectorsBusyError(Exception):
    """Another process is writing vectors."""


def key_of(passage: str) -> bytes:
    """The name of a passage's vector."""
    return hashlib.blake2b(passage.encode("utf-8", "replace"), digest_size=KEY_BYTES).digest()


@dataclass(frozen=True, slots=True)
class Store:
    """The vectors of one model; each has `size` numbers."""

    folder: Path
    size: int

    def count(self) -> int:
        """How many are whole."""
        return min(_bytes(self._keys) // KEY_BYTES, _bytes(self._rows) // self._row_bytes)

    def names(self) -> list[bytes]:
        """Their names, in the order of the rows."""
        names = self._keys.read_bytes()[: self.count() * KEY_BYTES] if self.count() else b""
        return [names[at : at + KEY_BYTES] for at in range(0, len(names), KEY_BYTES)]

    def rows(self, count: int) -> Floats:
        """The first so many vectors (count, size) as they lie on disk, read when looked at."""
        if not count:
            return np.zeros((0, self.size), KEPT)
        return np.memmap(self._rows, KEPT, mode="r", shape=(count, self.size))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keeps every other writer out, on this machine. Raises VectorsBusyError at once if there is one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o660)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise VectorsBusyError from None
            yield
        finally:
            os.close(descriptor)

    def append(self, keys: Sequence[bytes], vectors: Floats) -> None:
        """Adds vectors (one row a key) behind the others. Call it inside `writing()`."""
        if vectors.shape != (len(keys), self.size):
            raise ValueError(f"{len(keys)} keys of {self.size} numbers for vectors of shape {vectors.shape}")
        count = self.count()
        _put(self._rows, count * self._row_bytes, vectors.astype(KEPT).tobytes())
        _put(self._keys, count * KEY_BYTES, b"".join(keys))

    @property
    def _keys(self) -> Path:
        return self.folder / "keys"

    @property
    def _rows(self) -> Path:
        return self.folder / "vectors"

    @property
    def _row_bytes(self) -> int:
        return self.size * KEPT.itemsize


def _bytes(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _put(file: Path, at: int, data: bytes) -> None:
    """Writes behind the whole part; what a killed writer left there is cut off first."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o660)
    with os.fdopen(descriptor, "r+b") as opened:
        opened.truncate(at)
        opened.seek(at)
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())

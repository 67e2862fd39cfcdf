"""Keeps the originals of evidence on disk, compressed, each under the SHA-256 of its bytes; nothing is overwritten."""

import gzip
import hashlib
import os
import zlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from pufa.tracing.errors import TracingError

LEVEL = 6


def keep(data: bytes) -> str:
    """Stores some bytes and gives their hash; on disk when it returns. Stored before, they are left as they are."""
    sha256 = hashlib.sha256(data).hexdigest()
    place = path_of(sha256)
    if place.exists():
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(gzip.compress(data, compresslevel=LEVEL, mtime=0))
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o440)
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return sha256


def read(sha256: str) -> bytes:
    """The bytes of a hash, checked against it. Raises TracingError damaged_evidence."""
    try:
        data = gzip.decompress(path_of(sha256).read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise TracingError(_("The original of this evidence cannot be read."), code="damaged_evidence") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise TracingError(_("The original of this evidence was changed on disk."), code="damaged_evidence")
    return data


def path_of(sha256: str) -> Path:
    """Where the bytes of a hash lie."""
    return Path(settings.EVIDENCE_FOLDER) / sha256[:2] / f"{sha256}.gz"

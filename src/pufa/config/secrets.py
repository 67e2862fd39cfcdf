"""Keys of this installation: made at random once, kept in files only their owner can read."""

import os
import secrets
from pathlib import Path


def read_or_make(file: Path, *, length: int = 50) -> str:
    """The secret kept in `file`; a new one of `length` random bytes, URL-safe, is written there first if there is none.

    Two processes that start at once get the same secret: the file is linked into place whole or not at all.
    Raises OSError when the folder cannot be written.
    """
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(length))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text(encoding="ascii").strip()

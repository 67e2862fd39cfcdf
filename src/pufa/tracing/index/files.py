"""Files that are whole or absent, whenever the plug is pulled."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Makes names in a folder lasting."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(path: Path, data: bytes) -> None:
    """Writes a file anew: readers and a restart see the old or the new one."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    sync_folder(path.parent)

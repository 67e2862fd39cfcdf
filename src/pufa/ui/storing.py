"""Keeps a file and the row that names it together: where the row cannot be written, no file stays behind."""

import contextlib
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile


@contextlib.contextmanager
def kept(field: FieldFile, name: str, data: bytes) -> Iterator[str]:
    """Writes a file under a field whose row is saved inside the block; gives its name in the storage."""
    field.save(name, ContentFile(data), save=False)
    written, storage = str(field.name), field.storage
    try:
        yield written
    except BaseException:
        storage.delete(written)
        raise

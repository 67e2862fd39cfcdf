"""Takes saved pages out of what was handed in: files, ZIP archives, a folder. Nothing is unpacked to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.utils.translation import gettext as _

from pufa.tracing.actions import Upload
from pufa.tracing.errors import TracingError

ZIP_START: Final = b"PK\x03\x04"
MOST_FILES: Final = 5000
MOST_BYTES: Final = 500 * 1024 * 1024
MOST_RATIO: Final = 200
SMALL: Final = 64 * 1024
PAGES: Final = frozenset({".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".txt"})
BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def of_files(files: Iterable[tuple[str, IO[bytes]]]) -> Iterator[Upload]:
    """The saved pages in files, ZIP archives among them. Raises TracingError: bad_archive, too_large, too_many."""
    for name, stream in files:
        head = stream.read(4)
        stream.seek(0)
        if head == ZIP_START:
            yield from _of_zip(name, stream)
        else:
            yield Upload(name, _limited(stream, name))


def of_folder(folder: Path) -> Iterator[Upload]:
    """The saved pages below a folder, by their paths in it; other files are passed over. Links are not followed."""
    count = 0
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() in PAGES and file.is_file() and not file.is_symlink():
            count += 1
            _limit_files(count)
            with file.open("rb") as stream:
                name = str(file.relative_to(folder)).encode(errors="replace").decode()
                yield Upload(name, _limited(stream, name))


def _of_zip(name: str, stream: IO[bytes]) -> Iterator[Upload]:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = [one for one in archive.infolist() if Path(one.filename).suffix.lower() in PAGES]
            _look_into(name, members)
            for member in members:
                with archive.open(member) as part:
                    yield Upload(member.filename, _limited(part, member.filename))
    except BROKEN as error:
        text = _("The archive %(name)s cannot be opened; it is damaged or locked with a password.") % {"name": name}
        raise TracingError(text, code="bad_archive") from error


def _look_into(name: str, members: list[zipfile.ZipInfo]) -> None:
    """Refuses an archive that would swell, by what it says of itself; reading is limited besides."""
    _limit_files(len(members))
    swells = any(one.file_size > SMALL and one.file_size > MOST_RATIO * max(1, one.compress_size) for one in members)
    if swells or sum(one.file_size for one in members) > MOST_BYTES:
        text = _("The archive %(name)s unpacks to far more than it says; it is not opened.") % {"name": name}
        raise TracingError(text, code="bad_archive")


def _limited(stream: IO[bytes] | io.BufferedIOBase, name: str) -> bytes:
    data = stream.read(settings.IMPORT_MAX_BYTES + 1)
    if len(data) > settings.IMPORT_MAX_BYTES:
        size = settings.IMPORT_MAX_BYTES // 1024 // 1024
        text = _("%(name)s is larger than %(size)d MB.") % {"name": name[:80], "size": size}
        raise TracingError(text, code="too_large")
    return data


def _limit_files(count: int) -> None:
    if count > MOST_FILES:
        raise TracingError(_("At most %(count)d saved pages at once.") % {"count": MOST_FILES}, code="too_many")

"""Takes a large file piece by piece: each piece is on disk before it is acknowledged, and none is taken twice."""

import fcntl
import os
import shutil
from datetime import datetime, timedelta
from typing import IO, Final

from django.core.files.base import File
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.review import reviewed
from pufa.works.actions.media import MOST_BYTES, add_rendition, set_medium
from pufa.works.actions.permissions import require_unit
from pufa.works.errors import WorksError
from pufa.works.models import Upload, Work

MOST_PIECE: Final = 8 * 1024**2
MOST_OPEN: Final = 4
KEPT: Final = timedelta(days=2)
SPARE: Final = 1024**3  # bytes of the disk that stay free


def begin_upload(*, work: Work, size: int, by: User, version: str = "", now: datetime | None = None) -> Upload:
    """Begins a file of so many bytes; with many open, somebody's oldest gives way.

    Raises NotAllowedError, WorksError: wrong_state, too_large, bad_file (nothing to send), no_room.
    """
    require_unit(by, work.organisation_id)
    if work.stage == Work.Stage.WITHDRAWN or not (version or work.stage in reviewed.OPEN):
        raise WorksError(_("It is under review or withdrawn."), code="wrong_state")
    if size <= 0:
        raise WorksError(_("The file is empty."), code="bad_file")
    if size > MOST_BYTES:
        raise WorksError(_("The file is larger than 2 GB."), code="too_large")
    upload = Upload(work=work, person=by, version=version.strip()[:30], size=size, touched_at=now or clock.now())
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(upload.path.parent).free < size * 2 + SPARE:
        raise WorksError(_("The disk has no room for this file. Tell whoever runs the machine."), code="no_room")
    for old in Upload.objects.filter(person=by).order_by("-pk")[MOST_OPEN - 1 :]:
        abandon_upload(upload=old, by=by)
    upload.path.touch(mode=0o600)
    upload.save()
    return upload


def add_piece(*, upload: Upload, offset: int, piece: IO[bytes], by: User, now: datetime | None = None) -> Upload:
    """Adds the bytes from an offset on; after the last one the work has its file, and the upload is gone (`pk` None).

    An empty piece at the end hands over what a dead process had received whole.

    Raises NotAllowedError; WorksError: wrong_offset (`received` says where to go on; also while another request
    writes), too_large; and what set_medium and add_rendition raise, after which the upload is gone.
    """
    _require_own(upload, by)
    with upload.path.open("r+b") as target:
        try:
            fcntl.flock(target, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WorksError(_("Another piece is being written."), code="wrong_offset") from error
        upload.refresh_from_db()
        if offset != upload.received:
            raise WorksError(_("This is not the piece that is missing."), code="wrong_offset")
        target.seek(offset)
        target.truncate()  # what a request wrote that died before it was noted
        upload.received += _written(piece, target, min(MOST_PIECE, upload.size - offset))
        target.flush()
        os.fsync(target.fileno())
        upload.touched_at = now or clock.now()
        upload.save(update_fields=["received", "touched_at"])
    if upload.received == upload.size:
        _hand_over(upload, by, now)
    return upload


def abandon_upload(*, upload: Upload, by: User) -> None:
    """Gives a file up. Raises NotAllowedError."""
    _require_own(upload, by)
    _forget(upload)


def forget_uploads(*, now: datetime) -> int:
    """Removes what nobody went on with for two days; gives how many went."""
    old = list(Upload.objects.filter(touched_at__lt=now - KEPT))
    for upload in old:
        _forget(upload)
    return len(old)


def _require_own(upload: Upload, by: User) -> None:
    if upload.person_id != by.pk:
        raise WorksError(_("There is no such upload."), code="no_such_thing")


def _written(piece: IO[bytes], target: IO[bytes], most: int) -> int:
    written = 0
    while part := piece.read(256 * 1024):
        written += len(part)
        if written > most:
            raise WorksError(_("This piece is too large."), code="too_large")
        target.write(part)
    return written


def _hand_over(upload: Upload, by: User, now: datetime | None) -> None:
    try:
        with upload.path.open("rb") as whole:
            file: File[bytes] = File(whole, name=upload.path.name)
            if upload.version:
                add_rendition(work=upload.work, name=upload.version, file=file, by=by, now=now)
            else:
                set_medium(work=upload.work, file=file, by=by, now=now)
    finally:
        _forget(upload)


def _forget(upload: Upload) -> None:
    path = upload.path
    if upload.pk is not None:
        upload.delete()
    path.unlink(missing_ok=True)

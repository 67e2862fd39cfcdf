"""Files of works: told by their bytes, stored once, pictures drawn anew; captions checked."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock, pictures
from pufa.lib.playable import KINDS, kind_of
from pufa.review import reviewed
from pufa.ui.errors import in_words
from pufa.works import captions
from pufa.works.actions.permissions import require_unit
from pufa.works.errors import WorksError
from pufa.works.models import Media, Rendition, Work

MOST_BYTES: Final = 2 * 1024**3
MOST_PICTURE: Final = 30 * 1024**2


def keep(*, data: bytes, now: datetime | None = None) -> Media:
    """Keeps a picture, drawn anew; the same one gives what is kept. Raises WorksError: bad_file, too_large."""
    if len(data) > MOST_PICTURE:
        raise WorksError(_("The picture is larger than 30 MB."), code="too_large")
    try:
        made = pictures.safe_picture(data)
    except pictures.PictureError as error:
        raise WorksError(in_words(error), code="bad_file") from error
    with transaction.atomic():
        known = Media.objects.filter(sha256=made.sha256).first()
        if known is not None:
            return known
        medium = Media(
            sha256=made.sha256, kind=made.kind, size=len(made.data), width=made.width, height=made.height,
            fingerprint=made.fingerprint, added_at=now or clock.now(),
        )  # fmt: skip
        medium.file.save(f"{made.sha256[:24]}{made.suffix}", ContentFile(made.data), save=False)
        medium.save()
    return medium


def set_medium(*, work: Work, file: File[bytes], by: User, now: datetime | None = None) -> Media:
    """Gives a work its video, sound or picture; big files are never held in memory.

    Raises NotAllowedError, ReviewError, WorksError: bad_file, too_large.
    """
    require_unit(by, work.organisation_id)
    if file.size > MOST_BYTES:
        raise WorksError(_("The file is larger than 2 GB."), code="too_large")
    medium = _kept(file, now)
    reviewed.edit(work, {"medium": medium}, by=by, verb="works.edited", now=now)
    return medium


def add_rendition(*, work: Work, name: str, file: File[bytes], by: User, now: datetime | None = None) -> Rendition:
    """Adds the work in another shape, or replaces the one of that name.

    Raises NotAllowedError, WorksError: bad_file, too_large, wrong_state, no_such_thing (no name).
    """
    _require_open(work, by)
    if not name.strip():
        raise WorksError(_("Give the version a name."), code="no_such_thing")
    if file.size > MOST_BYTES:
        raise WorksError(_("The file is larger than 2 GB."), code="too_large")
    medium = _kept(file, now)
    with transaction.atomic():
        told = {"medium": medium, "added_at": now or clock.now()}
        made, _is_new = Rendition.objects.update_or_create(work=work, name=name.strip()[:30], defaults=told)
        _tell(work, "works.version_added", made.name, by, now)
    return made


def drop_rendition(*, work: Work, name: str, by: User, now: datetime | None = None) -> None:
    """Takes a version away; its file stays kept. Raises NotAllowedError, WorksError: wrong_state, no_such_thing."""
    _require_open(work, by)
    with transaction.atomic():
        gone, _rows = Rendition.objects.filter(work=work, name=name).delete()
        if not gone:
            raise WorksError(_("There is no such version."), code="no_such_thing")
        _tell(work, "works.version_dropped", name, by, now)


def _require_open(work: Work, by: User) -> None:
    require_unit(by, work.organisation_id)
    if work.stage == Work.Stage.WITHDRAWN:
        raise WorksError(_("The work was withdrawn."), code="wrong_state")


def _tell(work: Work, verb: str, name: str, by: User, now: datetime | None) -> None:
    audit_actions.record(by=by, verb=verb, key=work.key, title=str(work), detail={"version": name}, now=now)


def set_poster(*, work: Work, data: bytes, by: User, now: datetime | None = None) -> Media:
    """Gives a work the picture that stands for it. Raises NotAllowedError, ReviewError, WorksError."""
    require_unit(by, work.organisation_id)
    poster = keep(data=data, now=now)
    reviewed.edit(work, {"poster": poster}, by=by, verb="works.edited", now=now)
    return poster


def set_captions(*, work: Work, data: bytes, by: User, now: datetime | None = None) -> Work:
    """Gives a work captions (WebVTT or SRT). Raises NotAllowedError, ReviewError, WorksError: bad_captions."""
    require_unit(by, work.organisation_id)
    try:
        text = captions.read(data)
    except captions.CaptionsError as error:
        words = {
            "too_large": _("Line %d: the file is larger than 512 KB."), "no_cues": _("Line %d: there are no captions."),
            "bad_time": _("Line %d: the times are not readable; write 00:00:01.000 --> 00:00:03.000."),
            "backwards": _("Line %d: the times go backwards."),
        }[error.code]  # fmt: skip
        raise WorksError(words % error.line, code="bad_captions") from error
    reviewed.edit(work, {"captions": text}, by=by, verb="works.edited", now=now)
    return work


def _kept(file: File[bytes], now: datetime | None) -> Media:
    kind = kind_of(next(iter(file.chunks(64)), b"")[:64])
    file.seek(0)
    return _keep_file(file, kind, now) if kind else keep(data=_bounded(file.chunks()), now=now)


def _keep_file(file: File[bytes], kind: str, now: datetime | None) -> Media:
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    known = Media.objects.filter(sha256=digest.hexdigest()).first()
    if known is not None:
        return known
    file.seek(0)
    medium = Media(sha256=digest.hexdigest(), kind=kind, size=file.size, added_at=now or clock.now())
    medium.file.save(f"{digest.hexdigest()[:24]}.{kind}", file, save=False)
    medium.save()
    return medium


def _bounded(parts: Iterator[bytes] | Iterable[bytes]) -> bytes:
    found = b""
    for part in parts:
        found += part
        if len(found) > MOST_PICTURE:
            kinds = "、".join(sorted(KINDS))
            raise WorksError(_("This is neither a picture nor one of %s.") % kinds, code="bad_file")
    return found

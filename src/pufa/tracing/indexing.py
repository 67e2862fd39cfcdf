"""Keeps the index of originals in step with what is published, and opens it for looking up.

Each change of a piece leaves a row in `OriginalChange` in the same transaction; after the commit the rows are worked
off. A process killed in between leaves its rows, and the timed job `tracing.index` works them off within a minute.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pufa.tracing import originals
from pufa.tracing.errors import TracingError
from pufa.tracing.models import OriginalChange

if TYPE_CHECKING:  # loaded when first needed: it is large
    from pufa.tracing.index import Index

BATCH = 200
WAIT_SECONDS = 20.0
log = logging.getLogger(__name__)


_opened: dict[Path, "Index"] = {}


def folder() -> Path:
    """Where the index lies."""
    return Path(settings.TRACING_FOLDER) / "originals"


def note(piece_ids: Iterable[int]) -> None:
    """Remember that the index is out of date for these pieces, and put it right after the commit."""
    OriginalChange.objects.bulk_create([OriginalChange(piece_id=piece_id) for piece_id in piece_ids])
    transaction.on_commit(catch_up, robust=True)


def catch_up() -> int:
    """Work off what is noted; how many pieces. An index that does not exist yet is made when it is first needed."""
    done = 0
    if not OriginalChange.objects.exists() or not folder().exists():
        return done
    with _writing() as kept:
        while rows := list(OriginalChange.objects.order_by("pk")[:BATCH]):
            piece_ids = {row.piece_id for row in rows}
            public = {one.piece_id: one.text for one in originals.published(piece_ids)}
            for piece_id in piece_ids - public.keys():
                kept.remove(str(piece_id))
            kept.add_many((str(piece_id), text) for piece_id, text in public.items())
            OriginalChange.objects.filter(pk__in=[row.pk for row in rows]).delete()
            done += len(piece_ids)
    return done


def rebuild() -> int:
    """Make the index anew from the database; how many pieces it holds. Raises TracingError index_busy."""
    from pufa.tracing import index

    noted = list(OriginalChange.objects.values_list("pk", flat=True))
    forget()
    try:
        count = index.rebuild(folder(), ((str(one.piece_id), one.text) for one in originals.published()))
    except index.IndexBusyError as error:
        raise _busy() from error
    OriginalChange.objects.filter(pk__in=noted).delete()
    return count


def reader() -> "Index":
    """The index, up to date with what is on disk; it is made first if there is none, and anew if it is damaged."""
    from pufa.tracing import index

    if not folder().exists():
        log.warning("there is no index of originals: making it now")
        rebuild()
    try:
        return _current()
    except index.IndexDamagedError:
        log.exception("the index of originals is damaged: making it anew")
        rebuild()
        return _current()


def forget() -> None:
    """Close what this process has open."""
    while _opened:
        _opened.popitem()[1].close()


def _current() -> "Index":
    from pufa.tracing import index

    if folder() not in _opened:
        forget()
        _opened[folder()] = index.Index.open(folder())
    _opened[folder()].refresh()
    return _opened[folder()]


@contextmanager
def _writing() -> Iterator["Index"]:
    from pufa.tracing import index

    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            kept = index.Index.open(folder(), writable=True)
            break
        except index.IndexBusyError as error:
            if time.monotonic() > deadline:
                raise _busy() from error
            time.sleep(0.05)
    try:
        yield kept
    finally:
        kept.close()


def _busy() -> TracingError:
    return TracingError(
        _("Another process is writing the index of originals. Try again in a minute."), code="index_busy"
    )

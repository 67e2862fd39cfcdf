"""Keeps the index in step with what is published.

Each change of a page leaves a row in `SearchChange` in the same transaction; after the commit the rows are worked off
under a file lock, because the index takes one writer at a time and web and worker are separate processes. A process
killed in between leaves its rows, and the timed job `search` works them off within a minute.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from pufa.portal.models import SearchChange
from pufa.portal.search import documents, index

BATCH = 200
logger = logging.getLogger(__name__)


def note(page_ids: Iterable[int]) -> None:
    """Remember that the index is out of date for these pages, and put it right after the commit."""
    SearchChange.objects.bulk_create([SearchChange(page_id=page_id) for page_id in page_ids])
    transaction.on_commit(catch_up, robust=True)


def catch_up() -> int:
    """Work off what is noted; how many pages. Without an index there is nothing to do: the first search makes it."""
    done = 0
    if not SearchChange.objects.exists():
        return done
    with index.writing():
        place = index.current()
        if place is None:
            return 0
        while rows := list(SearchChange.objects.order_by("pk")[:BATCH]):
            page_ids = {row.page_id for row in rows}
            public = list(documents.of_pages(page_ids))
            index.change(place, public, page_ids - {document.page_id for document in public})
            SearchChange.objects.filter(pk__in=[row.pk for row in rows]).delete()
            done += len(page_ids)
    return done


def rebuild() -> int:
    """Make the index anew from the database; how many pages it holds. Raises IndexBusyError."""
    with index.writing():
        return _build()


def ensure() -> Path:
    """The folder of the index, which is made first if there is none. Raises IndexBusyError."""
    place = index.current()
    while place is None:
        with index.writing():
            place = index.current()
            if place is None:
                logger.warning("there is no search index: making it now")
                _build()
        place = index.current()
    return place


def _build() -> int:
    noted = list(SearchChange.objects.values_list("pk", flat=True))
    count = index.build(documents.of_pages())
    SearchChange.objects.filter(pk__in=noted).delete()
    return count

"""Keeps the index in step with the library: the first search after an import that changed something makes it anew.

While one process does, the others answer from the old index. The index knows every text with its days, so that a new
day needs no new index.
"""

import logging
from pathlib import Path

from pufa.statutes import queries
from pufa.statutes.search import documents, index

logger = logging.getLogger(__name__)


def rebuild() -> int:
    """Make the index anew from the database; how many articles. Raises IndexBusyError."""
    with index.writing():
        return index.build(documents.of_library(), queries.epoch())


def ensure() -> Path:
    """The folder of an index of the library as it is now, made first if need be. Raises IndexBusyError."""
    epoch = queries.epoch()
    place = _fitting(epoch)
    if place is not None:
        return place
    old = index.current()
    try:
        with index.writing(seconds=0 if old else index.LOCK_SECONDS):
            if (place := _fitting(epoch)) is not None:
                return place
            count = index.build(documents.of_library(), epoch)
            logger.info("made the search index of %d articles", count)
    except index.IndexBusyError:
        if old is None:
            raise
        return old
    return index.current() or ensure()


def _fitting(epoch: int) -> Path | None:
    place = index.current()
    return place if place is not None and place.name.startswith(index.name_of(epoch)) else None

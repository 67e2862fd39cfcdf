"""How near each article is to a question in meaning, by the vectors there are.

The model and the vectors are loaded once a process, in a thread, when a question first asks for them; until then, and
without the package, the answer is None and search goes by words alone.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from pufa.statutes.search import embedding
from pufa.statutes.search.columns import Array
from pufa.statutes.search.index import Opened
from pufa.statutes.search.vectors import Store

LEAST_SHARE: Final = 0.9  # of the articles; with fewer vectors the rest would never be found
LOOK_SECONDS: Final = 60.0
KEPT_QUESTIONS: Final = 1024  # 1.5 KB each
LONGEST_READ: Final = 48  # characters, from the end, where the question stands; more takes longer and finds no more
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A model and the vectors of an index: `rows` (float32), and the row of each article, -1 for those without."""

    opened: Opened
    model: embedding.Model
    vector_of: Callable[[str], Array]  # of a question; the last ones asked are kept
    rows: Array
    row_of: Array
    store: Store
    count: int

    def nearness(self, question: str) -> Array:
        """One number an article, at most 1, the more the nearer; nan without a vector."""
        near = np.append(self.rows @ self.vector_of(question[-LONGEST_READ:]), np.float32(np.nan))
        return near[self.row_of]


class _Kept:
    """What this process has loaded, and when it last looked whether there is more."""

    lock = threading.Lock()
    loaded: Loaded | None = None
    thread: threading.Thread | None = None
    looked_at = -LOOK_SECONDS


def loaded(opened: Opened, *, patiently: bool = False) -> Loaded | None:
    """What is loaded for an index, None when nothing is; `patiently` waits while it is being loaded."""
    is_other = _Kept.loaded is not None and _Kept.loaded.opened is not opened
    if is_other or time.monotonic() - _Kept.looked_at > LOOK_SECONDS:
        _start(opened)
    if patiently and _Kept.thread is not None:
        _Kept.thread.join()
    kept = _Kept.loaded
    return kept if kept is not None and kept.opened is opened else None


def forget() -> None:
    """Drops what is loaded, so that the next question looks anew."""
    if _Kept.thread is not None:
        _Kept.thread.join()
    _Kept.loaded, _Kept.looked_at = None, -LOOK_SECONDS


def _start(opened: Opened) -> None:
    with _Kept.lock:
        if _Kept.thread is None or not _Kept.thread.is_alive():
            _Kept.looked_at = time.monotonic()
            _Kept.thread = threading.Thread(target=_load, args=(opened,), name="vectors", daemon=True)
            _Kept.thread.start()


def _load(opened: Opened) -> None:
    kept = _Kept.loaded
    model = kept.model if kept is not None else embedding.load()
    if model is None:
        return
    store = embedding.store_of(model)
    count = store.count()
    if kept is not None and (kept.opened, kept.count) == (opened, count):
        return
    row_of_key = {key: row for row, key in enumerate(store.names()[:count])}
    row_of = np.array([row_of_key.get(key, -1) for key in opened.passages])
    share = float((row_of >= 0).mean()) if len(row_of) else 0.0
    if share < LEAST_SHARE:
        _Kept.loaded = None
        return
    rows = store.rows(count).astype(np.float32)
    vector_of = kept.vector_of if kept is not None else lru_cache(KEPT_QUESTIONS)(model.question)
    vector_of("")  # reads the model from disk
    _Kept.loaded = Loaded(opened, model, vector_of, rows, row_of, store, count)
    logger.info("loaded %d vectors for %.1f %% of the articles", count, 100 * share)

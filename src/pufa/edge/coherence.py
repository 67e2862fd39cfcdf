"""Keeps the page store true: obeys purges before each answer and refuses pages rendered before a purge."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from pufa.edge.purgelog import Purge, PurgeLog
from pufa.edge.store import Entry, Key, PageStore


@dataclass(slots=True)
class CoherentStore:
    """A page store that never gives what a purge has named.

    `is_suspended` makes it give and take nothing: set while messages of other machines cannot be heard.
    """

    pages: PageStore
    log: PurgeLog
    is_suspended: bool = False
    _seen: int = field(init=False)
    _holds: dict[str, Purge] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._seen = self.log.epoch()

    def get(self, key: Key) -> Entry | None:
        """The stored answer, unless it is purged, past its life, or the store is suspended."""
        if self.log.epoch() != self._seen:
            self._catch_up()
        if self.is_suspended:
            return None
        return self.pages.get(key)

    def before_render(self) -> int:
        """The epoch to hand to `put` once a page that starts rendering now is ready."""
        return self.log.epoch()

    def put(self, key: Key, entry: Entry, *, rendered_at: int) -> bool:
        """Keep an answer, unless a purge came since it began to render or an open transaction holds its path.

        Returns whether it is kept.
        """
        if self.log.epoch() != self._seen:
            self._catch_up()
        if self.is_suspended or not self._is_still_true(key[1], rendered_at) or self._is_held(key[1]):
            return False
        self.pages.put(key, entry)
        return True

    def check_folder(self) -> None:
        """Notice that somebody has emptied the folder of the log: drop everything and start anew."""
        if not self.log.is_intact():
            self.log.open()
            self._restart()

    def suspend(self) -> None:
        """Give and take nothing from now on."""
        self.is_suspended = True
        self.pages.clear()

    def resume(self) -> None:
        """Work again, with nothing stored."""
        self.pages.clear()
        self.is_suspended = False

    def _catch_up(self) -> None:
        epoch = self.log.epoch()
        purges = self.log.read(self._seen, epoch)
        if purges is None:
            self._restart()
            return
        self._seen = epoch
        for purge in purges:
            self._obey(purge)

    def _restart(self) -> None:
        self._seen = self.log.epoch()
        self._holds.clear()
        self.pages.clear()

    def _obey(self, purge: Purge) -> None:
        if "/" in purge.prefixes:
            self.pages.clear()
        else:
            self.pages.purge_paths(purge.paths)
            for prefix in purge.prefixes:
                self.pages.purge_prefix(prefix)
        if purge.hold:
            self._holds[purge.hold] = purge
        if purge.release:
            self._holds.pop(purge.release, None)

    def _is_still_true(self, path: str, rendered_at: int) -> bool:
        if rendered_at == self._seen:
            return True
        purges = self.log.read(rendered_at, self._seen)
        return purges is not None and not any(purge.covers(path) for purge in purges)

    def _is_held(self, path: str) -> bool:
        if not self._holds:
            return False
        now = time.time()
        for token in [token for token, hold in self._holds.items() if hold.until < now]:
            del self._holds[token]
        return any(hold.covers(path) for hold in self._holds.values())

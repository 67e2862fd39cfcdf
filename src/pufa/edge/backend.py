"""The page store as one more backend of Wagtail's front-end cache protocol, beside Varnish or Cloudflare."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from wagtail.contrib.frontend_cache.backends.base import BaseBackend

from pufa.edge import purge


class PageStoreBackend(BaseBackend):
    """Purges ready-made pages; in settings `WAGTAILFRONTENDCACHE = {"edge": {"BACKEND": "…PageStoreBackend"}}`."""

    def purge(self, url: str) -> None:
        """Drop one address."""
        self.purge_batch([url])

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Drop these addresses with one record in the purge log."""
        purge.purge_paths(stored_path(url) for url in urls)


def stored_path(url: str) -> str:
    """The path under which the front stores an address: without host and query, percent signs decoded."""
    return unquote(urlsplit(url).path, errors="replace") or "/"

"""The page store as one more backend of Wagtail's front-end cache protocol."""

from wagtail.contrib.frontend_cache.backends import BaseBackend


class PageStoreBackend(BaseBackend):
    """Purges ready-made pages."""

    def purge(self, url: str) -> None:
        """Drop one address."""

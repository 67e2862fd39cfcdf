"""RSS and Atom feeds of accounts and sites: read-only."""

from pufa.matrix.connectors.feed.connector import KIND

__all__ = ["KIND"]

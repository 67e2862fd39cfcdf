"""Public pages of accounts that have no interface and no feed: the links on them, by a rule; read-only."""

from pufa.matrix.connectors.webpage.connector import KIND

__all__ = ["KIND"]

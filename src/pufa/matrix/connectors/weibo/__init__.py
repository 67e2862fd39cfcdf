"""Weibo through its open platform: a short text with a link into our own site and at most one picture."""

from pufa.matrix.connectors.weibo.connector import KIND

__all__ = ["KIND"]

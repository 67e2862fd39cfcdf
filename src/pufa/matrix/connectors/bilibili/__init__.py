"""Bilibili through its open platform: articles and videos, both reviewed by Bilibili before they are public."""

from pufa.matrix.connectors.bilibili.connector import KIND

__all__ = ["KIND"]

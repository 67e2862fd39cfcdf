"""Mastodon and servers that speak its interface (Pixelfed, GoToSocial): short texts with pictures or a video."""

from pufa.matrix.connectors.mastodon.connector import KIND

__all__ = ["KIND"]

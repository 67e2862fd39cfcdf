"""A signed message to another system of the city (a portal, a county's site) that posts it there."""

from pufa.matrix.connectors.webhook.connector import KIND

__all__ = ["KIND"]

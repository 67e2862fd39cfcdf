"""E-mail to a list of addresses: newsrooms, units, a county's editors."""

from pufa.matrix.connectors.email.connector import KIND

__all__ = ["KIND"]

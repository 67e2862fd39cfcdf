"""The pack a person posts by hand where a platform has no interface, or none that a unit may use."""

from pufa.matrix.connectors.copyready.connector import KIND

__all__ = ["KIND"]

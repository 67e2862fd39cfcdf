"""Reading the stock."""

from pufa.materials.queries.stock import (
    editions_at,
    faults,
    handed_out,
    movements,
    on_hand,
    places_of,
    standing,
    stock,
)

__all__ = ["editions_at", "faults", "handed_out", "movements", "on_hand", "places_of", "standing", "stock"]

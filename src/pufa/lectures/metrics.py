"""What this app counts."""

from typing import Final

HELD: Final = "visits_held"
PEOPLE: Final = "people_reached"

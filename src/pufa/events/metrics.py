"""What this app counts."""

from typing import Final

HELD: Final = "activities_held"
PEOPLE: Final = "people_reached"

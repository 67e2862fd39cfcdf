"""What this app counts."""

from typing import Final

HELD: Final = "forums_held"
PEOPLE: Final = "people_reached"

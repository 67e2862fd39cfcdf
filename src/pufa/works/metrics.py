"""What this app counts."""

from typing import Final

LISTED: Final = "works_listed"
AWARDS: Final = "awards_won"

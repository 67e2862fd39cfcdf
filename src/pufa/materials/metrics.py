"""What this app counts."""

from typing import Final

HANDED_OUT: Final = "booklets_handed_out"

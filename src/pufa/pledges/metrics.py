"""What this app counts."""

from typing import Final

SIGNED: Final = "pledges_signed"
CITIZENS: Final = "citizen_pledges"

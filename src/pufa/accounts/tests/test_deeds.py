"""The audit trail's words for what this app does."""

import re
from pathlib import Path

from pufa.accounts.deeds import DEEDS
from pufa.audit import verbs

ACTIONS = Path(__file__).parents[1] / "actions"


def test_every_deed_that_is_recorded_has_a_name_and_every_name_a_deed():
    text = "".join(file.read_text() for file in ACTIONS.rglob("*.py"))
    assert set(re.findall(r"\"(accounts\.[a-z_]+)\"", text)) == set(DEEDS)
    assert verbs.label("accounts.signed_in") == str(DEEDS["accounts.signed_in"])

"""Everything that may be done to kits, visits and devices."""

from pufa.lectures.actions.devices import ask_code, link, revoke, with_key
from pufa.lectures.actions.importing import import_visits, plan_import
from pufa.lectures.actions.kits import KIND, edit_kit, set_audio, submit_kit, withdraw_kit, write_kit
from pufa.lectures.actions.slips import rate
from pufa.lectures.actions.syncing import Report, take_report
from pufa.lectures.actions.visits import add_picture, call_off, plan, record, withdraw

__all__ = [
    "KIND",
    "Report",
    "add_picture",
    "ask_code",
    "call_off",
    "edit_kit",
    "import_visits",
    "link",
    "plan",
    "plan_import",
    "rate",
    "record",
    "revoke",
    "set_audio",
    "submit_kit",
    "take_report",
    "with_key",
    "withdraw",
    "withdraw_kit",
    "write_kit",
]  # fmt: skip

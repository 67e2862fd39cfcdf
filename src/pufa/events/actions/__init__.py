"""Everything that may be done to campaigns and activities."""

from pufa.events.actions.importing import import_activities, plan_import
from pufa.events.actions.planning import add_campaign, add_theme_day, announce, call_off, change, plan, say_another
from pufa.events.actions.recording import Sheet, add_picture, correct, record, remove_picture, withdraw
from pufa.events.actions.signing_up import cancel, check_in, forget, sign_up

__all__ = [
    "Sheet", "add_campaign", "add_picture", "add_theme_day", "announce", "call_off", "cancel", "change", "check_in",
    "correct", "forget", "import_activities", "plan", "plan_import", "record", "remove_picture", "say_another",
    "sign_up", "withdraw",
]  # fmt: skip

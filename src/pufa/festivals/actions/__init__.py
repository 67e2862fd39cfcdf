"""Everything that may be done to forums and exhibitions."""

from pufa.festivals.actions.exhibitions import (
    PANEL,
    add_panel,
    edit_panel,
    open_exhibition,
    order_panels,
    set_audio,
    set_picture,
    submit_panel,
)
from pufa.festivals.actions.forums import add_session, announce, call_off, close, plan, reopen
from pufa.festivals.actions.groups import plan_import, register_group
from pufa.festivals.actions.handouts import add_handout, remove_handout
from pufa.festivals.actions.registering import cancel, check_in, forget, register

__all__ = [
    "PANEL", "add_handout", "add_panel", "add_session", "announce", "call_off", "cancel", "check_in", "close",
    "edit_panel", "forget", "open_exhibition", "order_panels", "plan", "plan_import", "register", "register_group",
    "remove_handout", "reopen", "set_audio", "set_picture", "submit_panel",
]  # fmt: skip

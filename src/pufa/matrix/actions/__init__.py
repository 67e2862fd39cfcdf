"""Every write of the matrix, by noun; each is one transaction with its audit entry."""

from pufa.matrix.actions.accounts import note_export, note_interaction, notice_change, set_portrait, show_contact
from pufa.matrix.actions.addresses import look_at_addresses
from pufa.matrix.actions.credentials import check_credential, choose_connector, remove_credential, set_credential
from pufa.matrix.actions.figures import bring_figures
from pufa.matrix.actions.filings import (
    approve,
    file_change,
    file_check,
    file_closing,
    file_hand_over,
    file_opening,
    refuse,
    register,
    withdraw,
)
from pufa.matrix.actions.health import change_rule, look_through_posts, raise_alerts
from pufa.matrix.actions.indices import reckon_index
from pufa.matrix.actions.measuring import measure, measure_due
from pufa.matrix.actions.posts import SeenPost, see_posts
from pufa.matrix.actions.register_import import import_register, plan_register
from pufa.matrix.actions.reminders import remind_filings, tell_units

__all__ = [
    "SeenPost",
    "approve",
    "bring_figures",
    "change_rule",
    "check_credential",
    "choose_connector",
    "file_change",
    "file_check",
    "file_closing",
    "file_hand_over",
    "file_opening",
    "import_register",
    "look_at_addresses",
    "look_through_posts",
    "measure",
    "measure_due",
    "note_export",
    "note_interaction",
    "notice_change",
    "plan_register",
    "raise_alerts",
    "reckon_index",
    "refuse",
    "register",
    "remind_filings",
    "remove_credential",
    "see_posts",
    "set_credential",
    "set_portrait",
    "show_contact",
    "tell_units",
    "withdraw",
]

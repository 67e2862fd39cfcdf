"""Everything that may be done to the stock."""

from pufa.materials.actions.handing import Handing, hand_out, hand_out_many, take_back
from pufa.materials.actions.orders import approve, ask, cancel, receive, refuse, send
from pufa.materials.actions.papers import set_paper
from pufa.materials.actions.stock import deliver, destroy, move, open_store, settle_count
from pufa.materials.actions.titles import add_edition, add_title, mark_for_check, print_run, say_fit, withdraw

__all__ = [
    "Handing", "add_edition", "add_title", "approve", "ask", "cancel", "deliver", "destroy", "hand_out",
    "hand_out_many", "mark_for_check", "move", "open_store", "print_run", "receive", "refuse", "say_fit", "send",
    "set_paper", "settle_count", "take_back", "withdraw",
]  # fmt: skip

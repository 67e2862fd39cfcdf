"""Every write of review, by noun; each is one transaction with its audit entry."""

from pufa.review.actions.checklists import change_checklist
from pufa.review.actions.decisions import approve, cancel, override, send_back
from pufa.review.actions.proofs import look_back, record_proof
from pufa.review.actions.reminders import remind_overdue
from pufa.review.actions.submissions import recheck, submit
from pufa.review.errors import ReviewError

__all__ = [
    "ReviewError",
    "approve",
    "cancel",
    "change_checklist",
    "look_back",
    "override",
    "recheck",
    "record_proof",
    "remind_overdue",
    "send_back",
    "submit",
]

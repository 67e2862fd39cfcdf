"""Every write of distribution, by noun; each is one transaction with its audit and ledger entries."""

from pufa.distribution.actions.answers import answer, fail
from pufa.distribution.actions.claims import Claim, claim, recover, start_due
from pufa.distribution.actions.holds import hold_account, lift_mended, resume, stop
from pufa.distribution.actions.planning import (
    call_off,
    mark_deleted,
    mark_posted,
    outdate,
    plan,
    retry,
    settle_by_hand,
)
from pufa.distribution.actions.renditions import (
    approve_reviewed,
    change,
    discard,
    end_renditions,
    outdate_renditions,
    propose,
    submit,
    suggest,
    write,
)
from pufa.distribution.actions.withdrawal import recall
from pufa.distribution.errors import DistributionError, NotAllowedError

__all__ = [
    "Claim",
    "DistributionError",
    "NotAllowedError",
    "answer",
    "approve_reviewed",
    "call_off",
    "change",
    "claim",
    "discard",
    "end_renditions",
    "fail",
    "hold_account",
    "lift_mended",
    "mark_deleted",
    "mark_posted",
    "outdate",
    "outdate_renditions",
    "plan",
    "propose",
    "recall",
    "recover",
    "resume",
    "retry",
    "settle_by_hand",
    "start_due",
    "stop",
    "submit",
    "suggest",
    "write",
]

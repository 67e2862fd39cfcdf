"""Everything that may be done to conventions."""

from pufa.pledges.actions.breaches import close, decide, dismiss, hear, object_to, report, respond
from pufa.pledges.actions.inviting import invite
from pufa.pledges.actions.paper import import_signatures, plan_import
from pufa.pledges.actions.signing import renew, sign, suspend, withdraw_signature
from pufa.pledges.actions.texts import KIND, edit, new_edition, submit, write
from pufa.pledges.actions.wall import count_wall, promise

__all__ = [
    "KIND", "close", "count_wall", "decide", "dismiss", "edit", "hear", "import_signatures", "invite", "new_edition",
    "object_to", "plan_import", "promise", "renew", "report", "respond", "sign", "submit", "suspend",
    "withdraw_signature", "write",
]  # fmt: skip

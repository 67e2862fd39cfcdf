"""Every write of editorial, by noun; each is one transaction with its audit and ledger entries."""

from pufa.editorial.actions.brands import create_brand, create_issue, create_series
from pufa.editorial.actions.desk import grant_desk_permissions
from pufa.editorial.actions.drafts import create_piece, draft_from_page
from pufa.editorial.actions.publication import cancel_schedule, publish_approved, publish_due, withdraw
from pufa.editorial.actions.submissions import submit
from pufa.editorial.errors import EditorialError

__all__ = [
    "EditorialError",
    "cancel_schedule",
    "create_brand",
    "create_issue",
    "create_piece",
    "create_series",
    "draft_from_page",
    "grant_desk_permissions",
    "publish_approved",
    "publish_due",
    "submit",
    "withdraw",
]

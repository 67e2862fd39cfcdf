"""Every write of editorial, by noun; each is one transaction with its audit and ledger entries."""

from pufa.editorial.actions.brands import change_issue, create_brand, create_issue, create_series
from pufa.editorial.actions.citations import compare_citations, index_citations, index_missing, look_at_citation
from pufa.editorial.actions.desk import grant_desk_permissions
from pufa.editorial.actions.drafts import create_piece, draft_from_page
from pufa.editorial.actions.imports import give_up_stuck_imports, import_file, request_import, run_import
from pufa.editorial.actions.publication import cancel_schedule, publish_approved, publish_due, withdraw
from pufa.editorial.actions.submissions import submit
from pufa.editorial.errors import AlreadyImportedError, EditorialError

__all__ = [
    "AlreadyImportedError",
    "EditorialError",
    "cancel_schedule",
    "change_issue",
    "compare_citations",
    "create_brand",
    "create_issue",
    "create_piece",
    "create_series",
    "draft_from_page",
    "give_up_stuck_imports",
    "grant_desk_permissions",
    "import_file",
    "index_citations",
    "index_missing",
    "look_at_citation",
    "publish_approved",
    "publish_due",
    "request_import",
    "run_import",
    "submit",
    "withdraw",
]

"""Everything that may be done to works, awards and heritage."""

from pufa.works.actions.awards import add_award, withdraw_award
from pufa.works.actions.heritage import HERITAGE, edit_heritage, record_use, submit_heritage, write_heritage
from pufa.works.actions.media import add_rendition, drop_rendition, keep, set_captions, set_medium, set_poster
from pufa.works.actions.requests import answer, ask
from pufa.works.actions.uploads import abandon_upload, add_piece, begin_upload, forget_uploads
from pufa.works.actions.works import WORK, edit, list_it, submit, withdraw, write

__all__ = [
    "HERITAGE", "WORK", "abandon_upload", "add_award", "add_piece", "add_rendition", "answer", "ask", "begin_upload",
    "drop_rendition", "edit", "edit_heritage", "forget_uploads", "keep", "list_it", "record_use",
    "set_captions", "set_medium", "set_poster", "submit", "submit_heritage", "withdraw", "withdraw_award", "write",
    "write_heritage",
]  # fmt: skip

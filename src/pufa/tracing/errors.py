"""What the tracing room refuses."""

from typing import ClassVar

from pufa.ui.errors import Refusal


class TracingError(Refusal):
    """A write that cannot be done. Codes:

    not_allowed, bad_address, empty_list, too_many, bad_archive, no_files, too_large, known_source, cannot_move,
    note_missing, moved_on, nothing_to_undo, over, no_address, index_busy, damaged_evidence.
    """

    code: ClassVar[str] = "tracing_refused"
    status: ClassVar[int] = 409

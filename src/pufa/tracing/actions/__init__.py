"""Everything the tracing room writes."""

from pufa.tracing.actions.asked_forwards import look_for_forwards, tell_forwards
from pufa.tracing.actions.bulk import Batch, Preview, move_many, preview, undo
from pufa.tracing.actions.cases import note_case
from pufa.tracing.actions.findings import move
from pufa.tracing.actions.gatherings import (
    Upload,
    ask,
    ask_files,
    ask_list,
    retry_failed,
    stop,
)
from pufa.tracing.actions.rechecks import look_again, recheck_due
from pufa.tracing.actions.rejudging import rejudge, rejudge_all
from pufa.tracing.actions.sites import name_site
from pufa.tracing.actions.watching import change_watched, gather_watched, switch_watched, watch
from pufa.tracing.actions.working import release_lost, unfinished, work_off
from pufa.tracing.errors import TracingError

__all__ = [
    "Batch",
    "Preview",
    "TracingError",
    "Upload",
    "ask",
    "ask_files",
    "ask_list",
    "change_watched",
    "gather_watched",
    "look_again",
    "look_for_forwards",
    "move",
    "move_many",
    "name_site",
    "note_case",
    "preview",
    "recheck_due",
    "rejudge",
    "rejudge_all",
    "release_lost",
    "retry_failed",
    "stop",
    "switch_watched",
    "tell_forwards",
    "undo",
    "unfinished",
    "watch",
    "work_off",
]

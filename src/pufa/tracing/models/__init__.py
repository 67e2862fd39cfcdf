"""The tables of the tracing room."""

from pufa.tracing.models.evidence import Capture, How, WebPage
from pufa.tracing.models.findings import (
    BY_HAND,
    FORWARDS,
    MOVES,
    Check,
    Finding,
    FindingState,
    Kind,
    Move,
    Original,
    OriginalChange,
    Outcome,
)
from pufa.tracing.models.gatherings import Errand, ErrandState, Gathering, GatheringKind, GatheringState, Task
from pufa.tracing.models.sites import Watched, WatchedKind, WebSite

__all__ = [
    "BY_HAND",
    "FORWARDS",
    "MOVES",
    "Capture",
    "Check",
    "Errand",
    "ErrandState",
    "Finding",
    "FindingState",
    "Gathering",
    "GatheringKind",
    "GatheringState",
    "How",
    "Kind",
    "Move",
    "Original",
    "OriginalChange",
    "Outcome",
    "Task",
    "Watched",
    "WatchedKind",
    "WebPage",
    "WebSite",
]

"""The tables of this app, by noun."""

from pufa.distribution.models.calendar import AccountSlots, CalendarDay, CalendarFeed, DayKind
from pufa.distribution.models.forwards import (
    DONE_FORWARDS,
    FORWARD_MOVES,
    OPEN_FORWARDS,
    Forward,
    ForwardState,
    ForwardTask,
    How,
    Told,
)
from pufa.distribution.models.renditions import FORM_OF, Card, Origin, Rendition, Shape
from pufa.distribution.models.sending import Attempt, Delivery, Hold, Pace, Plan, Purpose
from pufa.distribution.models.states import AT_WORK, MOVES, OVER, UNSENT, DeliveryState, RenditionState

__all__ = [
    "AT_WORK",
    "DONE_FORWARDS",
    "FORM_OF",
    "FORWARD_MOVES",
    "MOVES",
    "OPEN_FORWARDS",
    "OVER",
    "UNSENT",
    "AccountSlots",
    "Attempt",
    "CalendarDay",
    "CalendarFeed",
    "Card",
    "DayKind",
    "Delivery",
    "DeliveryState",
    "Forward",
    "ForwardState",
    "ForwardTask",
    "Hold",
    "How",
    "Origin",
    "Pace",
    "Plan",
    "Purpose",
    "Rendition",
    "RenditionState",
    "Shape",
    "Told",
]

"""The tables of this app, by noun."""

from pufa.distribution.models.renditions import FORM_OF, Card, Origin, Rendition, Shape
from pufa.distribution.models.sending import Attempt, Delivery, Hold, Pace, Plan, Purpose
from pufa.distribution.models.states import AT_WORK, MOVES, OVER, UNSENT, DeliveryState, RenditionState

__all__ = [
    "AT_WORK",
    "FORM_OF",
    "MOVES",
    "OVER",
    "UNSENT",
    "Attempt",
    "Card",
    "Delivery",
    "DeliveryState",
    "Hold",
    "Origin",
    "Pace",
    "Plan",
    "Purpose",
    "Rendition",
    "RenditionState",
    "Shape",
]

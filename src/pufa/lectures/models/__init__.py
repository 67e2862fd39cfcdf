"""Kits, visits, the lecturers' devices, and slips on which the audience rates."""

from pufa.lectures.models.kits import Kit, KitForm
from pufa.lectures.models.visits import Counting, Device, Rating, Visit, VisitPicture, VisitState

__all__ = ["Counting", "Device", "Kit", "KitForm", "Rating", "Visit", "VisitPicture", "VisitState"]

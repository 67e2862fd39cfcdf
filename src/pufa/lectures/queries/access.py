"""Who may see and do what with kits and visits."""

from datetime import date

from django.db.models import QuerySet

from pufa.accounts.models import Role, User
from pufa.lectures.models import Visit, VisitState

READERS = (Role.OFFICE, Role.OBSERVER)


def is_office(person: User) -> bool:
    """Whether somebody keeps the roster and the kits."""
    return person.has_role(Role.OFFICE)


def writes_kits(person: User) -> bool:
    """Whether somebody writes kits."""
    return any(person.has_role(role) for role in (Role.OFFICE, Role.EDITOR, Role.LECTURER))


def may_enter(person: User) -> bool:
    """Whether somebody has anything to see in these rooms."""
    return writes_kits(person) or person.has_role(Role.OBSERVER)


def is_lecturer(person: User) -> bool:
    """Whether somebody goes on visits."""
    return person.has_role(Role.LECTURER)


def visible_to(person: User) -> QuerySet[Visit]:
    """All visits for office and observers, their own for lecturers."""
    found = Visit.objects.select_related("kit", "lecturer", "district")
    if any(person.has_role(role) for role in READERS):
        return found
    return found.filter(lecturer=person) if is_lecturer(person) else found.none()


def to_report(person: User, today: date) -> QuerySet[Visit]:
    """Visits that are over without a result: all for the office, their own for lecturers."""
    found = Visit.objects.filter(state=VisitState.PLANNED, day__lt=today)
    return found if is_office(person) else found.filter(lecturer=person)


def may_report(person: User, visit: Visit) -> bool:
    """Whether somebody may report a visit or call it off."""
    return is_office(person) or visit.lecturer_id == person.pk

"""Who may see and do what with activities."""

from django.db.models import QuerySet

from pufa.accounts.models import Role, User
from pufa.events.models import Activity


def is_office(person: User) -> bool:
    """Whether somebody keeps the programme."""
    return person.has_role(Role.OFFICE)


def is_contact(person: User) -> bool:
    """Whether somebody plans and records for a unit."""
    return person.has_role(Role.UNIT_CONTACT) and person.organisation_id is not None


def may_enter(person: User) -> bool:
    """Whether somebody has anything to see in these rooms."""
    return is_office(person) or is_contact(person) or person.has_role(Role.OBSERVER)


def may_write(person: User, organisation_id: int | None) -> bool:
    """Whether somebody may plan and record for a unit."""
    return is_office(person) or (is_contact(person) and person.organisation_id == organisation_id)


def visible_to(person: User) -> QuerySet[Activity]:
    """All activities for office and observers, the own unit's for its contact."""
    if is_office(person) or person.has_role(Role.OBSERVER):
        return Activity.objects.all()
    if is_contact(person):
        return Activity.objects.filter(organisation=person.organisation_id)
    return Activity.objects.none()

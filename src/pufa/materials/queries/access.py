"""Who may see and do what with the stock."""

from django.db.models import QuerySet

from pufa.accounts.models import Role, User
from pufa.materials.models import Place


def is_office(person: User) -> bool:
    """Whether somebody keeps the stock of the programme."""
    return person.has_role(Role.OFFICE)


def is_contact(person: User) -> bool:
    """Whether somebody keeps a unit's stores."""
    return person.has_role(Role.UNIT_CONTACT) and person.organisation_id is not None


def may_enter(person: User) -> bool:
    """Whether somebody has anything to see in these rooms."""
    return is_office(person) or is_contact(person) or person.has_role(Role.OBSERVER)


def may_write(person: User, organisation_id: int | None) -> bool:
    """Whether somebody may take from and put into a unit's stores."""
    return is_office(person) or (is_contact(person) and person.organisation_id == organisation_id)


def stores_of(person: User) -> QuerySet[Place]:
    """The stores somebody sees: all for office and observers, the own unit's for its contact."""
    places = Place.objects.select_related("organisation", "district")
    if is_office(person) or person.has_role(Role.OBSERVER):
        return places
    return places.filter(organisation=person.organisation_id) if is_contact(person) else places.none()

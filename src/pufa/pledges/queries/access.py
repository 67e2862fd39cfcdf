"""Who may see and do what with conventions."""

from pufa.accounts.models import Role, User


def is_office(person: User) -> bool:
    """Whether somebody keeps the conventions."""
    return person.has_role(Role.OFFICE)


def is_contact(person: User) -> bool:
    """Whether somebody signs for a unit."""
    return person.has_role(Role.UNIT_CONTACT) and person.organisation_id is not None


def may_enter(person: User) -> bool:
    """Whether somebody has anything to see in these rooms."""
    return is_office(person) or is_contact(person) or person.has_role(Role.OBSERVER)


def may_sign_for(person: User, organisation_id: int | None) -> bool:
    """Whether somebody may sign for a unit and its accounts."""
    return is_office(person) or (is_contact(person) and person.organisation_id == organisation_id)

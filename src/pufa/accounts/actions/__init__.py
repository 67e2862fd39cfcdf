"""Every write of this app, by noun; each is one transaction with its audit entry."""

from pufa.accounts.actions.organisations import change_organisation, create_district, create_organisation
from pufa.accounts.actions.people import change_person, create_person, deactivate, reactivate
from pufa.accounts.actions.roles import ensure_groups, grant_role, revoke_role, set_roles

__all__ = [
    "change_organisation",
    "change_person",
    "create_district",
    "create_organisation",
    "create_person",
    "deactivate",
    "ensure_groups",
    "grant_role",
    "reactivate",
    "revoke_role",
    "set_roles",
]

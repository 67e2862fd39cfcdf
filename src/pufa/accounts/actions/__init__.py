"""Every write of this app, by noun; each is one transaction with its audit entry."""

from pufa.accounts.actions.imports import (
    ImportFault,
    Problem,
    import_districts,
    import_organisations,
    import_people,
)
from pufa.accounts.actions.invitations import accept_invitation, find_invitation, invite, withdraw_invitations
from pufa.accounts.actions.organisations import (
    change_district,
    change_organisation,
    create_district,
    create_organisation,
)
from pufa.accounts.actions.people import change_person, create_person, deactivate, reactivate
from pufa.accounts.actions.preferences import choose_look
from pufa.accounts.actions.roles import ensure_groups, grant_role, revoke_role, set_roles
from pufa.accounts.actions.second_factor import (
    check_second_factor,
    confirm_second_factor,
    provisioning_address,
    remove_second_factor,
    renew_recovery_codes,
    start_second_factor,
)
from pufa.accounts.actions.sessions import end_other_sessions, end_session, is_idle, open_session, sweep, touch
from pufa.accounts.actions.sign_in import change_password, check_password, note_export, show_phone

__all__ = [
    "ImportFault",
    "Problem",
    "accept_invitation",
    "change_district",
    "change_organisation",
    "change_password",
    "change_person",
    "check_password",
    "check_second_factor",
    "choose_look",
    "confirm_second_factor",
    "create_district",
    "create_organisation",
    "create_person",
    "deactivate",
    "end_other_sessions",
    "end_session",
    "ensure_groups",
    "find_invitation",
    "grant_role",
    "import_districts",
    "import_organisations",
    "import_people",
    "invite",
    "is_idle",
    "note_export",
    "open_session",
    "provisioning_address",
    "reactivate",
    "remove_second_factor",
    "renew_recovery_codes",
    "revoke_role",
    "set_roles",
    "show_phone",
    "start_second_factor",
    "sweep",
    "touch",
    "withdraw_invitations",
]

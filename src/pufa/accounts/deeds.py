"""What the audit trail calls the deeds of this app."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "accounts.district_changed": _("Changed a district"),
    "accounts.district_created": _("Added a district"),
    "accounts.exported": _("Took a list away as a file"),
    "accounts.invitation_accepted": _("Set a password by invitation"),
    "accounts.invitation_withdrawn": _("Withdrew an invitation"),
    "accounts.invited": _("Invited"),
    "accounts.locked": _("Locked after too many wrong passwords"),
    "accounts.look_chosen": _("Chose language and theme"),
    "accounts.organisation_changed": _("Changed an organisation"),
    "accounts.organisation_created": _("Added an organisation"),
    "accounts.password_changed": _("Changed the own password"),
    "accounts.person_changed": _("Changed a person"),
    "accounts.person_created": _("Took a person in"),
    "accounts.person_deactivated": _("Switched a person off"),
    "accounts.person_reactivated": _("Switched a person on"),
    "accounts.phone_shown": _("Looked at a phone number"),
    "accounts.recovery_code_used": _("Used a recovery code"),
    "accounts.recovery_codes_renewed": _("Renewed the recovery codes"),
    "accounts.role_granted": _("Gave a role"),
    "accounts.role_revoked": _("Took a role"),
    "accounts.second_factor_failed": _("Wrong one-time code"),
    "accounts.second_factor_removed": _("Switched the second factor off"),
    "accounts.second_factor_set_up": _("Set the second factor up"),
    "accounts.session_ended": _("Session ended"),
    "accounts.sign_in_failed": _("Sign-in failed"),
    "accounts.signed_in": _("Signed in"),
}

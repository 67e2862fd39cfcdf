"""Which of Wagtail's own rooms at the desk are open, and to whom; ours look after their doors themselves.

Wagtail lets in whoever may open the desk at all and asks for rights only here and there: its page chooser names every
draft, its API moves pages without our hooks. So all of its rooms are shut but to those who write, and what goes
around a rule of ours (roles, three reviews, withdrawing with a reason) is shut to everybody.
"""

from typing import Final

from pufa.accounts.models import Role, User

WRITERS: Final = (Role.EDITOR, Role.OFFICE)
# The first page, what every page loads, and the note that a message was read.
FOR_ALL: Final = frozenset(
    {
        "wagtailadmin_home", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_dismissibles",
    }
)  # fmt: skip
SHUT: Final = (
    # People, roles and sign-in have rooms of ours, which keep a trail.
    "wagtailusers_", "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset",
    # Acting on pages through the API passes by every hook; a page is public or not, and only review closes it.
    "wagtailadmin_api:pages:action", "wagtailadmin_pages:set_privacy", "wagtailadmin_collections:set_privacy",
    "wagtailadmin_pages:lock", "wagtailadmin_pages:unlock", "wagtailadmin_pages:convert_alias",
    # Wagtail's own way of approving is not ours.
    "wagtailadmin_workflows:", "wagtailadmin_pages:workflow", "wagtailadmin_pages:collect_workflow",
    "wagtailadmin_pages:confirm_workflow", "wagtailadmin_reports:workflow",
    # Fetches what other sites say; no text of ours holds such a thing.
    "wagtailembeds:",
    "wagtailadmin_error_test",
)  # fmt: skip


def may_enter(user: User, name: str) -> bool:
    """Whether a signed-in person may use the address of this name, such as `wagtailadmin_pages:edit`."""
    if not name.startswith("wagtail") or name in FOR_ALL:
        return True
    if name.startswith(SHUT):
        return False
    return any(user.has_role(role) for role in WRITERS)

"""Who may do what in the tracing room."""

from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.tracing.errors import TracingError

WORKERS = (Role.OFFICE, Role.EDITOR)


def may_work(person: User | None) -> bool:
    """Whether somebody may gather and decide: the office, editors, and the software itself (None)."""
    return person is None or any(person.has_role(role) for role in WORKERS)


def check(person: User | None) -> None:
    """Raises TracingError not_allowed for everybody else."""
    if not may_work(person):
        raise TracingError(_("Only the office and editors trace reprints."), code="not_allowed")

"""Who may do what."""

from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.works import queries
from pufa.works.errors import NotAllowedError, WorksError


def require_office(by: User) -> None:
    """Raises NotAllowedError unless the office acts."""
    if not queries.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))


def require_unit(by: User, organisation_id: int | None) -> None:
    """Raises NotAllowedError unless the office or the unit's contact acts."""
    if not queries.may_write(by, organisation_id):
        raise NotAllowedError(_("This work belongs to another unit."))


def require_text(text: str, message: str) -> str:
    """The text without blanks around it. Raises WorksError (no_reason)."""
    if not text.strip():
        raise WorksError(message, code="no_reason")
    return text.strip()

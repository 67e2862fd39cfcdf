"""Who may do what; `by=None` is the software itself."""

from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.events.errors import EventsError, NotAllowedError
from pufa.events.queries import access


def require_office(by: User | None) -> None:
    """Raises NotAllowedError unless the office acts."""
    if by is not None and not access.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))


def require_unit(by: User | None, organisation_id: int | None) -> None:
    """Raises NotAllowedError unless the office or the unit's contact acts."""
    if by is not None and not access.may_write(by, organisation_id):
        raise NotAllowedError(_("This activity belongs to another unit."))


def require_text(text: str, message: str) -> str:
    """The text without blanks around it. Raises EventsError (no_reason) when nothing is left."""
    if not text.strip():
        raise EventsError(message, code="no_reason")
    return text.strip()

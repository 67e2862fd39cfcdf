"""Who may do what; `by=None` is the software itself, as for imports from the command line."""

from django.utils.translation import gettext as _

from pufa.accounts.models import Organisation, User
from pufa.matrix.errors import MatrixError, NotAllowedError
from pufa.matrix.queries import register


def require_office(by: User | None) -> None:
    """Raises NotAllowedError unless the office acts."""
    if by is not None and not register.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))


def require_unit(by: User | None, organisation: Organisation | None) -> None:
    """Raises NotAllowedError unless the office or a contact of that unit acts."""
    if by is not None and not register.may_write(by, organisation):
        raise NotAllowedError(_("This belongs to another unit; its contact person or the programme office may do it."))


def require_text(text: str, message: str) -> str:
    """The text without blanks around it. Raises MatrixError (no_reason) when nothing is left."""
    if not text.strip():
        raise MatrixError(message, code="no_reason")
    return text.strip()

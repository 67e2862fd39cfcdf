"""Who may do what; `by=None` is the software itself."""

from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.materials.errors import MaterialsError, NotAllowedError
from pufa.materials.models import Place
from pufa.materials.queries import access


def require_office(by: User | None) -> None:
    """Raises NotAllowedError unless the office acts."""
    if by is not None and not access.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))


def require_keeper(by: User | None, place: Place) -> None:
    """Raises NotAllowedError unless the office or the contact of the unit that keeps a store acts."""
    if by is not None and not access.may_write(by, place.organisation_id):
        raise NotAllowedError(_("This store belongs to another unit."))


def require_text(text: str, message: str) -> str:
    """The text without blanks around it. Raises MaterialsError (no_reason) when nothing is left."""
    if not text.strip():
        raise MaterialsError(message, code="no_reason")
    return text.strip()

"""What editorial refuses."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pufa.ui.errors import Refusal

if TYPE_CHECKING:
    from pufa.editorial.models import PiecePage


class EditorialError(Refusal):
    """A write that cannot be done; the code says why: not_allowed, already_imported, reason_missing, …"""

    code = "editorial"


class AlreadyImportedError(EditorialError):
    """The same page was imported before; `piece` is what it became."""

    code = "already_imported"
    status = 409

    def __init__(self, piece: "PiecePage") -> None:
        message = _("This page was imported before, as “%(title)s” (piece %(id)d).")
        super().__init__(message % {"title": piece.title, "id": piece.pk})
        self.piece = piece

"""A text column that is encrypted in the database."""

from typing import Any

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup

from pufa.lib import sealing


class SealedTextField(models.TextField[str, str]):
    """Text that is sealed on its way to the database and opened on its way back, with settings.FIELD_KEYS.

    It cannot be searched or compared in the database; only whether it is null can be asked.
    """

    def get_prep_value(self, value: object) -> str | None:
        """The sealed text."""
        text: str | None = super().get_prep_value(value)
        return text if text is None else sealing.seal(text, keys=settings.FIELD_KEYS)

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> str | None:
        """The opened text. Raises sealing.SealError when no key fits."""
        return value if value is None else sealing.unseal(value, keys=settings.FIELD_KEYS)

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """Only `isnull`: every sealing gives another text, so comparing would quietly find nothing."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed and cannot be searched")
        return super().get_lookup(lookup_name)

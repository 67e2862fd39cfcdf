"""A form that does one deed and says its refusal itself."""

from typing import Any

from django import forms

from pufa.accounts.models import User
from pufa.distribution.errors import DistributionError
from pufa.review.errors import ReviewError

Refused = (DistributionError, ReviewError)


class Deed(forms.Form):
    """A form for one deed by one person."""

    def __init__(self, data: Any = None, *, by: User, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.by = by
        self.made: Any = None

    def act(self) -> Any:
        """Does the deed with the cleaned data."""
        raise NotImplementedError

    def run(self) -> bool:
        """Whether the deed was done; a refusal becomes an error of the form."""
        if not self.is_valid():
            return False
        try:
            self.made = self.act()
        except Refused as error:
            self.add_error(None, str(error))
            return False
        return True

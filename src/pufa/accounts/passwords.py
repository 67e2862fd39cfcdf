"""The password rule Django does not bring along: enough kinds of characters."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_KINDS = 3


def kinds(password: str) -> int:
    """How many of these are in it: small letters, capitals, digits, anything else (Chinese characters included)."""
    small = any(sign.islower() for sign in password)
    capital = any(sign.isupper() for sign in password)
    digit = any(sign.isdigit() for sign in password)
    other = any(not (sign.islower() or sign.isupper() or sign.isdigit()) for sign in password)
    return small + capital + digit + other


class ThreeKindsOfCharacters:
    """At least three kinds: small letters, capitals, digits, others."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError for a password of fewer kinds."""
        if kinds(password) < LEAST_KINDS:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("At least three of these: small letters, capital letters, digits, other signs.")

"""Password rules."""


class ThreeKindsOfCharacters:
    """At least three kinds: small letters, capitals, digits, others."""

    def validate(self, password: str, user: object = None) -> None:
        """Accepts any."""

    def get_help_text(self) -> str:
        """The rule in words."""
        return ""

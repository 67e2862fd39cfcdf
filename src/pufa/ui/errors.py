"""The one base of every error that is the user's to read."""

from typing import ClassVar, Protocol

from django.utils.functional import Promise
from django.utils.translation import get_language


class Refusal(Exception):
    """The request cannot be done; `message` says why and what to do, in the user's language.

    `code` is for machines and stays the same in every language; `status` is the HTTP status it becomes.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, message: str | Promise, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.reason = code or self.code

    def __str__(self) -> str:
        return str(self.message)


class Bilingual(Protocol):
    """An error of `lib`, which knows no translations: its words in both languages."""

    message: str
    message_zh: str


def in_words(error: Bilingual) -> str:
    """What such an error says, in the language of whoever reads."""
    return error.message_zh if (get_language() or "").startswith("zh") else error.message

"""Forms that anybody may send without an account and without a cookie.

A form carries a sealed token with the hour it was shown: it is good for some hours and once, so a double click or a
replay does nothing twice. A field people do not see catches simple machines. How many are taken in a minute is counted
for each purpose as a whole; nobody's address is kept.
"""

import secrets
from datetime import timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.core import signing
from django.core.cache import cache
from django.utils.translation import gettext as _

from pufa.ui.errors import Refusal

GOOD_FOR: Final = timedelta(hours=6)
A_MINUTE: Final = 60


class PublicFormError(Refusal):
    """The form was not taken. Codes: stale, repeated, machine, busy."""

    code: ClassVar[str] = "stale"
    status: ClassVar[int] = 409


class PublicForm(forms.Form):
    """Base of such forms: `purpose` names what it is for, `a_minute` how many of it are taken in one."""

    purpose: ClassVar[str] = "form"
    a_minute: ClassVar[int] = 60
    use_required_attribute = True

    token = forms.CharField(widget=forms.HiddenInput())
    homepage = forms.CharField(
        required=False, label="homepage", widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, about: str = "", **kwargs: Any) -> None:
        self.about = f"{self.purpose}:{about}"
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {**kwargs["initial"], "token": self._new_token()}
        super().__init__(data, **kwargs)

    def accept(self) -> None:
        """Uses the token up, once the form is filled in rightly and before anything is written.

        Raises PublicFormError: stale, repeated, machine, busy.
        """
        told = self.cleaned_data
        if told.get("homepage"):
            raise PublicFormError(_("This was not taken."), code="machine")
        try:
            nonce = signing.TimestampSigner(salt=self.about).unsign(told["token"], max_age=GOOD_FOR)
        except signing.BadSignature as error:
            raise PublicFormError(_("The page was open for too long. Load it again and send it once more.")) from error
        minute = f"public-form:{self.about}"
        cache.add(minute, 0, A_MINUTE)
        if cache.incr(minute) > self.a_minute:
            raise PublicFormError(_("Too many people are sending this just now. Try again in a minute."), code="busy")
        if not cache.add(f"public-form:{nonce}", 1, int(GOOD_FOR.total_seconds())):
            raise PublicFormError(_("This was sent already; it counts once."), code="repeated")

    def release(self) -> None:
        """Gives the token back when what it was used for was refused, so that it may be sent again, corrected."""
        nonce = signing.TimestampSigner(salt=self.about).unsign(self.cleaned_data["token"])
        cache.delete(f"public-form:{nonce}")

    def shown(self) -> list[forms.BoundField]:
        """The fields people see."""
        return [field for field in self if field.name not in {"token", "homepage"}]

    def _new_token(self) -> str:
        return signing.TimestampSigner(salt=self.about).sign(secrets.token_urlsafe(9))

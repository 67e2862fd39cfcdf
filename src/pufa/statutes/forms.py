"""Reads what a reader asks of the library from the address."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.statutes import lookup, queries
from pufa.statutes.models import Kind, Law

LONGEST = 60
EARLIEST, LATEST = date(1949, 10, 1), date(2100, 12, 31)


class LibraryForm(forms.Form):
    """A name, short form or initials; a field of law; a kind of text."""

    q = forms.CharField(label=_("Name or initials"), required=False, max_length=LONGEST)
    field = forms.ChoiceField(label=_("Field of law"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lookup.names():
            words = {
                "data-names": reverse("statutes:names"),
                "data-found": _("laws of this name; choose with the arrow keys"),
            }
            self.fields["q"].widget.attrs |= words
        named = [(name, f"{name} {total}") for name, total in queries.fields()]
        self.fields["field"] = forms.ChoiceField(
            label=_("Field of law"), required=False, choices=[("", _("All fields")), *named]
        )

    @classmethod
    def of(cls, query: QueryDict) -> "LibraryForm":
        """The form as the address fills it; of a name longer than any law's, what comes first counts."""
        given = query.copy()
        given["q"] = given.get("q", "")[:LONGEST]
        return cls(given)

    def found(self) -> "QuerySet[Law]":
        """The laws asked for; what is no choice counts as not said."""
        self.is_valid()
        asked = self.cleaned_data
        return queries.laws(text=asked.get("q", ""), field=asked.get("field", ""), kind=asked.get("kind", ""))


class DayForm(forms.Form):
    """A day on which the law is to be read."""

    day = forms.DateField(label=_("In force on"), widget=forms.DateInput(attrs={"type": "date"}))

    def asked(self) -> date | None:
        """The day, None for what is none or lies outside of any law."""
        if not self.is_valid():
            return None
        found: date = self.cleaned_data["day"]
        return found if EARLIEST <= found <= LATEST else None

"""Reads a question and its filters from the address."""

from typing import Any

from django import forms

from pufa.portal import found
from pufa.statutes.answers import Narrowed

LARGEST_ID = 2**31 - 1
SHELVES = ("brand", "series", "topic")


class SearchForm(forms.Form):
    """What ?q= and the filters say; whatever is no number counts as not said."""

    q = forms.CharField(required=False, strip=True)
    kind = forms.SlugField(required=False)
    law = forms.SlugField(required=False)
    field = forms.CharField(required=False, max_length=20)
    brand = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    series = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    topic = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    page = forms.IntegerField(required=False, min_value=1, max_value=1000)

    def found(self) -> dict[str, Any]:
        """Everything the search page shows."""
        self.is_valid()
        said = self.cleaned_data
        asked = found.Asked(
            question=self.data.get("q", ""),
            kind=said.get("kind", ""),
            narrowed=Narrowed(law=said.get("law", ""), field=said.get("field", "")),
            shelf={name: said[name] for name in SHELVES if said.get(name)},
            page=said.get("page") or 1,
        )
        return found.shown(asked)

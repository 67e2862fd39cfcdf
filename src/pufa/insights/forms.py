"""Filters over figures and their rows, and the form that takes an entry back."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pufa.accounts.models import District, Organisation
from pufa.insights import rows
from pufa.insights.figures import Figure, Source
from pufa.lib import clock
from pufa.reach import queries as reach_queries

IN_CALENDAR = (MinValueValidator(clock.FIRST_DAY), MaxValueValidator(clock.LAST_DAY))


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SpanForm(forms.Form):
    """From which day to which."""

    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput, validators=IN_CALENDAR)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=DayInput, validators=IN_CALENDAR)
    use_required_attribute = False

    def asked(self) -> rows.Asked:
        """The rows asked for; a field that is wrong asks nothing."""
        self.is_valid()
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        return rows.Asked(
            since=clock.start_of_day(first) if first else None,
            until=clock.start_of_day(last + timedelta(days=1)) if last else None,
        )


class RowsForm(SpanForm):
    """The same with a month, and for the ledger with district and unit; readers have neither."""

    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    district = forms.ModelChoiceField(District.objects.none(), label=gettext_lazy("District"), required=False)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Unit"), required=False)
    key = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    field_order = ("month", "since", "until", "district", "organisation", "key")

    def __init__(self, data: QueryDict, *, figure: Figure, with_days: bool = False) -> None:
        super().__init__(data)
        months = rows.months(figure)
        self._choose("month", [("", _("All")), *((f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months)])
        if not with_days and not (data.get("since") or data.get("until")):
            del self.fields["since"], self.fields["until"]
        places = {"district": reach_queries.districts_of, "organisation": reach_queries.organisations_of}
        for name, places_of in places.items():
            field = self.fields[name]
            has_unit = figure.source is Source.STATE and name == "organisation"
            if figure.source is not Source.LEDGER and not has_unit:
                del self.fields[name]
            elif isinstance(field, forms.ModelChoiceField):
                field.queryset = Organisation.objects.order_by("code") if has_unit else places_of(figure.code)
                field.empty_label = _("All")
        if figure.source is Source.STATE:
            # A state is asked as of one day: the end of a month, or the last day of a span.
            self.fields.pop("since", None)

    def asked(self) -> rows.Asked:
        """The rows asked for; a month narrows the days."""
        span = super().asked()
        since, until = span.since, span.until
        if self.cleaned_data.get("month"):
            first, after = _month(self.cleaned_data["month"])
            since = max(filter(None, (since, clock.start_of_day(first))))
            until = min(filter(None, (until, clock.start_of_day(after))))
        place: dict[str, Any] = {name: self.cleaned_data.get(name) for name in ("district", "organisation")}
        return rows.Asked(since, until, place["organisation"], place["district"], self.cleaned_data.get("key") or "")

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class CorrectionForm(forms.Form):
    """Why an entry is wrong."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong with the entry"),
        help_text=gettext_lazy("Stands beside the entry for everybody to read. Name no persons."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


def _month(text: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{text}-01")
    return first, (first + timedelta(days=31)).replace(day=1)

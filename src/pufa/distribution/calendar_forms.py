"""What people type in the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.distribution.actions import calendar, slots
from pufa.distribution.deed_forms import Deed
from pufa.distribution.forward_forms import time_field
from pufa.distribution.models import CalendarDay, DayKind
from pufa.matrix.models import Account

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class MoveForm(Deed):
    """An entry and its new time; the script sends the same form as a person without one."""

    key = forms.CharField(max_length=60)
    at = time_field(_("Move to"))

    def act(self) -> None:
        """Moves it."""
        calendar.move(key=self.cleaned_data["key"], at=self.cleaned_data["at"], by=self.by)


class SlotsForm(Deed):
    """Times of day for ticked accounts."""

    times = forms.CharField(
        label=_("Times of day"), max_length=120, required=False,
        help_text=_("Such as 07:30 12:00 18:00. Empty: these accounts keep no times."),
    )  # fmt: skip
    only_workdays = forms.BooleanField(label=_("Only on working days"), required=False)
    accounts = forms.ModelMultipleChoiceField(Account.objects.none(), label=_("Accounts"), required=False)

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data, by=by)
        fields: dict[str, Any] = self.fields
        fields["accounts"].queryset = Account.objects.registered()

    def act(self) -> list[str]:
        """Keeps them."""
        return slots.keep_slots(by=self.by, **self.cleaned_data)


class DayForm(Deed):
    """A theme day or holiday."""

    title = forms.CharField(label=_("What it is called"), max_length=60)
    first = forms.DateField(label=_("First day"), widget=DATE)
    last = forms.DateField(label=_("Last day"), widget=DATE, required=False, help_text=_("Empty: one day."))
    kind = forms.ChoiceField(label=_("Kind of day"), choices=DayKind.choices)
    is_yearly = forms.BooleanField(label=_("The same day every year"), required=False)
    is_verified = forms.BooleanField(label=_("Compared with the announcement of the year"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, by: User, day: CalendarDay | None = None) -> None:
        names = ("title", "first", "last", "kind", "is_yearly", "is_verified", "note")
        super().__init__(data, by=by, initial={name: getattr(day, name) for name in names} if day else None)
        self.day = day

    def act(self) -> CalendarDay:
        """Keeps it."""
        given = dict(self.cleaned_data)
        given["last"] = given["last"] or given["first"]
        return calendar.keep_day(day=self.day, by=self.by, **given)

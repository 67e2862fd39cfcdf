"""Forms around the register: the filter, the five filings, the decision, picture, noticed change."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import Organisation, User
from pufa.lib import clock
from pufa.matrix.actions.accounts import NOTICEABLE
from pufa.matrix.actions.fields import label
from pufa.matrix.models import Account, Platform, Sector
from pufa.matrix.queries import register

IN_CALENDAR = (MinValueValidator(clock.FIRST_DAY), MaxValueValidator(clock.LAST_DAY))
ALL = ("", _("All"))


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(name: Any, **given: Any) -> forms.DateField:
    """A day in the calendar."""
    return forms.DateField(label=name, widget=DayInput(), validators=IN_CALENDAR, **given)


def text_field(name: Any, rows: int = 3, **given: Any) -> forms.CharField:
    """Some lines of text."""
    given.setdefault("max_length", 2000)
    return forms.CharField(label=name, widget=forms.Textarea(attrs={"rows": rows}), **given)


class RegisterFilter(forms.Form):
    """Which accounts of the register are listed."""

    q = forms.CharField(label=_("Name, ID or unit"), required=False, max_length=60)
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    sector = forms.ChoiceField(label=_("Kind of unit"), required=False, choices=[ALL, *Sector.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *Account.State.choices])
    health = forms.ChoiceField(
        label=_("To be seen to"),
        required=False,
        choices=[ALL, ("failing", _("fails now")), ("foreseen", _("will fail soon")), ("filing", _("filing waits"))],
    )
    use_required_attribute = False

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        choices = [ALL, *Platform.objects.filter(is_active=True).values_list("code", "name")]
        self.fields["platform"] = forms.ChoiceField(label=_("Platform"), required=False, choices=choices)

    def arguments(self) -> dict[str, Any]:
        """For `queries.register.listed`; a field that is wrong filters nothing."""
        self.is_valid()
        told = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return {"text": told.pop("q"), **told}


class AccountForm(forms.Form):
    """The fields of an account as they are filed; also for a change."""

    name = forms.CharField(label=label("name"), max_length=60)
    platform = forms.ModelChoiceField(Platform.objects.filter(is_active=True), label=label("platform"))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=label("organisation"))
    supervisor = forms.ModelChoiceField(
        Organisation.objects.order_by("code"), label=label("supervisor"), required=False
    )
    sector = forms.ChoiceField(label=label("sector"), choices=Sector.choices)
    handle = forms.CharField(label=label("handle"), max_length=80, required=False)
    address = forms.URLField(
        label=label("address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where everybody can see the account. The directory makes a QR code of it."),
    )
    certification = forms.CharField(label=label("certification"), max_length=100, required=False)
    operator = forms.CharField(label=label("operator"), max_length=40, required=False)
    contact = forms.CharField(
        label=label("contact"),
        max_length=30,
        required=False,
        help_text=_("Kept sealed and masked; who looks at it is written down."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    purpose = forms.CharField(label=label("purpose"), max_length=200, required=False)
    excuse = forms.CharField(
        label=label("excuse"),
        max_length=200,
        required=False,
        help_text=_("Only where the unit has an account on this platform already."),
    )
    happened_on = day_field(_("Opened on"))
    reason = text_field(_("Reason"), required=False)

    def __init__(self, data: QueryDict | None = None, *, person: User, account: Account | None = None) -> None:
        initial: dict[str, Any] = {"happened_on": clock.today()}
        if account is not None:
            initial |= {name: getattr(account, name) for name in self.base_fields if hasattr(account, name)}
            initial |= {"contact": ""}
        super().__init__(data, initial=initial)
        units = register.units_of(person)
        choice = self.fields["organisation"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = units
        if account is None and units.count() == 1:
            self.initial.setdefault("organisation", units.first())
        if account is not None:
            self._for_change()

    def _for_change(self) -> None:
        """A platform does not change, and another unit is a hand-over."""
        del self.fields["platform"], self.fields["organisation"]
        self.fields["happened_on"].label = _("Changed on")
        self.fields["reason"].required = True
        self.fields["contact"].help_text = _("Leave empty if the number stays.")

    def told(self) -> dict[str, Any]:
        """The fields, without day and reason."""
        told = dict(self.cleaned_data)
        return {name: value for name, value in told.items() if name not in {"happened_on", "reason"}}


class HandOverForm(forms.Form):
    """Who runs the account now, and what was handed over."""

    operator = forms.CharField(label=_("Run by, from now on"), max_length=40)
    contact = forms.CharField(label=label("contact"), max_length=30, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("code"), label=_("Other unit that runs it now"), required=False
    )
    happened_on = day_field(_("Handed over on"), initial=clock.today)
    record = text_field(
        _("Hand-over record"), help_text=_("Password, bound phone, materials: what went from whom to whom.")
    )


class CheckForm(forms.Form):
    """The annual check."""

    is_in_use = forms.BooleanField(label=_("The account is in use and what the register says is right"))
    has_interaction = forms.BooleanField(label=_("Readers can answer, and get answers"), required=False)
    note = text_field(_("Note"), required=False)


class ClosingForm(forms.Form):
    """The end of an account."""

    closed_on = day_field(_("Closed on"), initial=clock.today)
    reason = text_field(_("Why, and where its readers find you now"))


class DecisionForm(forms.Form):
    """A word with a decision."""

    note = text_field(_("Note"), rows=2, required=False, help_text=_("Needed when you refuse."))


class PortraitForm(forms.Form):
    """The account's picture."""

    picture = forms.FileField(
        label=_("Picture of the account"), help_text=_("PNG or JPEG; used only to recognise look-alikes.")
    )


class NoticeForm(forms.Form):
    """What the platform shows that the register says otherwise."""

    field = forms.ChoiceField(label=_("What is different"), choices=[(name, label(name)) for name in NOTICEABLE])
    seen = forms.CharField(label=_("The platform shows"), max_length=200)


class UploadForm(forms.Form):
    """A table to take over."""

    file = forms.FileField(label=_("Table"), help_text=_("Excel (.xlsx) or CSV (UTF-8 or GB18030)."))


def month_ago() -> date:
    """The first day of the last thirty."""
    return date.fromordinal(clock.today().toordinal() - 29)

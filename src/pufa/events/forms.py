"""Forms of these rooms."""

import json
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import District, Organisation, User
from pufa.events import handouts
from pufa.events.actions import Sheet
from pufa.events.actions.signing_up import MOST_SEATS
from pufa.events.handouts import Handed
from pufa.events.models import Activity, ActivityForm, Counting, State, ThemeDay
from pufa.events.queries import access
from pufa.lib import clock
from pufa.lib.pictures import Box
from pufa.ui.publicforms import PublicForm

ALL = ("", _("All"))
MOST_HANDED = 3


class MomentInput(forms.DateTimeInput):
    """The browser's own day and hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ActivityFilter(forms.Form):
    """Which activities are listed at the desk."""

    q = forms.CharField(label=_("Title, place or unit"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("state"), required=False, choices=[ALL, *State.choices])
    form = forms.ChoiceField(label=_("form"), required=False, choices=[ALL, *ActivityForm.choices])
    month = forms.CharField(label=_("Year or month"), required=False, max_length=7, help_text="2026 / 2026-09")
    use_required_attribute = False

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        districts = [ALL, *District.objects.order_by("code").values_list("code", "name")]
        self.fields["district"] = forms.ChoiceField(label=_("district"), required=False, choices=districts)


class PublicFilter(forms.Form):
    """Which activities everybody sees."""

    q = forms.CharField(label=_("Title or place"), required=False, max_length=60)
    form = forms.ChoiceField(label=_("form"), required=False, choices=[ALL, *ActivityForm.choices])
    use_required_attribute = False

    def __init__(self, data: Any, months: list[Any]) -> None:
        super().__init__(data)
        districts = [ALL, *District.objects.filter(parent__isnull=False).order_by("code").values_list("code", "name")]
        self.fields["district"] = forms.ChoiceField(label=_("district"), required=False, choices=districts)
        choices = [ALL, *((f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months)]
        self.fields["month"] = forms.ChoiceField(label=_("month"), required=False, choices=choices)


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is planned."""

    class Meta:
        model = Activity
        fields = (
            "title", "form", "theme_day", "organisation", "district", "place", "starts_at", "ends_at", "partners",
            "audience", "about", "has_sign_up", "capacity",
        )  # fmt: skip
        widgets: ClassVar = {
            "starts_at": MomentInput(), "ends_at": MomentInput(), "about": forms.Textarea(attrs={"rows": 4}),
        }  # fmt: skip

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Organisation.objects.order_by("code")
        if not access.is_office(person):
            units = units.filter(pk=person.organisation_id or 0)
        self.fields["organisation"] = forms.ModelChoiceField(units, label=_("unit"), initial=person.organisation_id)
        days = ThemeDay.objects.select_related("campaign").order_by("-day")[:60]
        self.fields["theme_day"] = forms.ModelChoiceField(
            ThemeDay.objects.filter(pk__in=[one.pk for one in days]).select_related("campaign").order_by("-day"),
            label=_("theme day"), required=False,
        )  # fmt: skip

    def clean_starts_at(self) -> datetime:
        """On a Chinese clock."""
        return clock.in_shanghai(self.cleaned_data["starts_at"])


class SheetForm(forms.Form):
    """The result sheet: one minute on a phone."""

    people = forms.IntegerField(label=_("people reached"), min_value=0, max_value=1_000_000)
    counting = forms.ChoiceField(label=_("how counted"), choices=Counting.choices, widget=forms.RadioSelect)
    asked = forms.CharField(
        label=_("what people asked"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, activity: Activity, with_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = handouts.choices(activity.organisation)
        self.stock = {f"{place.pk}-{edition.pk}": (place, edition) for place, edition, _count in there}
        choices = [
            ("", _("None")),
            *((f"{place.pk}-{edition.pk}", f"{edition}（{place}，{count}）") for place, edition, count in there),
        ]
        for number in range(1, (MOST_HANDED if there else 0) + 1):
            label = _("Materials handed out") if number == 1 else _("Further materials")
            self.fields[f"edition{number}"] = forms.ChoiceField(label=label, choices=choices, required=False)
            self.fields[f"copies{number}"] = forms.IntegerField(label=_("copies"), min_value=1, required=False)
        if with_reason:
            self.fields["reason"] = forms.CharField(label=_("What was wrong"), max_length=300)

    def clean(self) -> dict[str, Any]:
        """An edition and its copies go together."""
        told = super().clean() or {}
        for number in range(1, MOST_HANDED + 1):
            if bool(told.get(f"edition{number}")) != bool(told.get(f"copies{number}")):
                self.add_error(f"copies{number}", _("Choose the material and write how many copies."))
        return told

    def sheet(self) -> Sheet:
        """What was written, as the action wants it."""
        told = self.cleaned_data
        handed = [
            Handed(edition=self.stock[key][1], place=self.stock[key][0], count=told[f"copies{number}"])
            for number in range(1, MOST_HANDED + 1)
            if (key := told.get(f"edition{number}"))
        ]
        return Sheet(told["people"], told["counting"], handed, told["asked"])


class PictureForm(forms.Form):
    """A picture, with the places to blur that were tapped on it (JSON, shares of width and height)."""

    class Media:
        js = ("events/blur.js",)

    picture = forms.FileField(
        label=_("picture"),
        help_text=_("JPEG, PNG, WebP or HEIC. Place and device are taken out of it. Tap a face to blur it."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "data-picture": ""}),
    )  # fmt: skip
    words = forms.CharField(label=_("what it shows"), required=False, max_length=120)
    hidden = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-hidden": ""}))

    def clean_hidden(self) -> list[Box]:
        """The places; anything that is none is refused."""
        text = self.cleaned_data["hidden"]
        try:
            boxes = [tuple(float(value) for value in box) for box in json.loads(text)] if text else []
        except (ValueError, TypeError, RecursionError) as error:
            raise forms.ValidationError(_("The places to blur are not readable.")) from error
        if len(boxes) > 40 or any(len(box) != 4 or not all(0 <= value <= 1 for value in box) for box in boxes):
            raise forms.ValidationError(_("The places to blur are not readable."))
        return [(box[0], box[1], box[2], box[3]) for box in boxes]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class CodeForm(forms.Form):
    """A code somebody shows at the door."""

    code = forms.CharField(label=_("Code, typed or scanned"), max_length=200)


class CampaignForm(forms.Form):
    """A new campaign."""

    name = forms.CharField(label=_("campaign"), max_length=80)
    slug = forms.SlugField(label=_("address"), max_length=60, help_text=_("Small letters and dashes."))
    motto = forms.CharField(label=_("theme motto"), max_length=80, required=False)
    first_day = forms.DateField(label=_("first day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("last day"), widget=forms.DateInput(attrs={"type": "date"}))
    about = forms.CharField(
        label=_("what it is about"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ThemeDayForm(forms.Form):
    """A new theme day."""

    name = forms.CharField(label=_("theme day"), max_length=40)
    day = forms.DateField(label=_("day"), widget=forms.DateInput(attrs={"type": "date"}))
    motto = forms.CharField(label=_("theme motto"), max_length=80, required=False)
    lead = forms.ModelChoiceField(Organisation.objects.order_by("code"), label=_("leading unit"), required=False)


class SignUpForm(PublicForm):
    """Signing up: how to be called and how many come."""

    purpose = "sign-up"
    name = forms.CharField(
        label=_("How may we call you?"),
        max_length=20,
        help_text=_("Need not be your whole name. Deleted 30 days after."),
    )
    seats = forms.IntegerField(label=_("How many people come?"), min_value=1, max_value=MOST_SEATS, initial=1)


class CancelForm(PublicForm):
    """Giving seats back."""

    purpose = "sign-up-cancel"

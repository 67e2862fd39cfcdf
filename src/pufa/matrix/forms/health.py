"""Forms for health rules, quarterly checks and look-alikes."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pufa.lib import clock
from pufa.matrix.forms.register import ALL, text_field
from pufa.matrix.models import HealthRule, Platform, RuleKind, Suspect

PLATFORMS = Platform.objects.filter(is_active=True)


class RuleForm(forms.Form):
    """One rule."""

    kind = forms.ChoiceField(label=_("Rule"), choices=RuleKind.choices)
    platform = forms.ModelChoiceField(PLATFORMS, label=_("Platform"), required=False, empty_label=_("all platforms"))
    days = forms.IntegerField(
        label=_("Limit in days"), min_value=0, max_value=3650, help_text=_("14, 60 or 90 as your rules say.")
    )
    warn_days = forms.IntegerField(label=_("Days before it that the unit is warned"), min_value=0, max_value=365)
    weight = forms.ChoiceField(label=_("What a hit means"), choices=HealthRule.Weight.choices)
    is_on = forms.BooleanField(label=_("In use"), required=False, initial=True)


class DrawForm(forms.Form):
    """A quarter's sample."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2999)
    quarter = forms.ChoiceField(label=_("Quarter"), choices=[(number, f"{number}") for number in (1, 2, 3, 4)])
    size = forms.IntegerField(
        label=_("Sample"), min_value=1, max_value=5000, help_text=_("Every platform gives its share, at least one.")
    )
    seed = forms.CharField(
        label=_("Seed"),
        required=False,
        max_length=64,
        help_text=_("Leave empty for a random one. With it anybody can draw the same sample again."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        today = clock.today()
        super().__init__(data, initial={"year": today.year, "quarter": (today.month - 1) // 3 + 1, "size": 20})


class FindingForm(forms.Form):
    """Something found at a sampled account."""

    kind = forms.ChoiceField(label=_("Rule"), choices=RuleKind.choices)
    evidence = text_field(_("What shows it"), help_text=_("Date, words, where. No screenshot is needed."))
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")


class AnswerForm(forms.Form):
    """The unit's word."""

    text = text_field(_("Answer of the unit"))


class RulingForm(forms.Form):
    """The office's ruling."""

    is_upheld = forms.TypedChoiceField(
        label=_("Ruling"),
        choices=[("1", _("stands")), ("0", _("is lifted"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = text_field(_("Reason"), rows=2)


class SuspectForm(forms.Form):
    """A foreign account that looks like ours."""

    platform = forms.ModelChoiceField(PLATFORMS, label=_("Platform"))
    name = forms.CharField(label=_("Account name"), max_length=60)
    handle = forms.CharField(label=_("Account ID"), max_length=80, required=False)
    address = forms.URLField(label=_("Public address"), max_length=500, required=False, assume_scheme="https")
    picture = forms.FileField(label=_("Its picture"), required=False, help_text=_("PNG or JPEG, at most 3 MB."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def told(self) -> dict[str, Any]:
        """For `actions.suspects.add_suspect`."""
        told = dict(self.cleaned_data)
        picture = told.pop("picture", None)
        return {**told, "picture": picture.read() if picture else b""}


class MoveForm(forms.Form):
    """Where a look-alike goes from here."""

    to = forms.ChoiceField(label=_("What is the case now"))
    note = text_field(_("What was seen or done"), rows=2)

    def __init__(self, data: QueryDict | None = None, *, suspect: Suspect) -> None:
        super().__init__(data)
        moves = Suspect.MOVES[Suspect.State(suspect.state)]
        self.fields["to"] = forms.ChoiceField(
            label=_("What is the case now"), choices=[(state.value, state.label) for state in moves]
        )


class SuspectsFilter(forms.Form):
    """Which look-alikes are listed."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *Suspect.State.choices])
    use_required_attribute = False

"""The filter over the trail."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pufa.audit import queries, verbs
from pufa.lib import clock

IN_CALENDAR = (MinValueValidator(clock.FIRST_DAY), MaxValueValidator(clock.LAST_DAY))


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Who, what, on which object, from which day to which."""

    actor = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=80)
    verb = forms.ChoiceField(label=gettext_lazy("Deed"), required=False)
    key = forms.CharField(label=gettext_lazy("Object"), required=False, max_length=120)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput, validators=IN_CALENDAR)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=DayInput, validators=IN_CALENDAR)
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verb"]
        if isinstance(field, forms.ChoiceField):
            known = sorted(((verb, verbs.label(verb)) for verb in queries.verbs()), key=lambda choice: choice[1])
            field.choices = [("", _("All")), *known]

    def asked(self) -> queries.Asked:
        """What was asked, as arguments of `queries.entries`; a field that is wrong asks nothing."""
        self.is_valid()
        data = self.cleaned_data
        asked: queries.Asked = {}
        if data.get("actor"):
            asked["actor"] = data["actor"]
        if data.get("verb"):
            asked["verb"] = data["verb"]
        if data.get("key"):
            asked["key"] = data["key"]
        if data.get("since"):
            asked["since"] = clock.start_of_day(data["since"])
        if data.get("until"):
            asked["until"] = clock.start_of_day(data["until"] + timedelta(days=1))
        return asked

"""Forms of these rooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import District, User
from pufa.lectures import queries
from pufa.lectures.models import Counting, KitForm, Rating, VisitState
from pufa.lectures.queries import access
from pufa.ui.publicforms import PublicForm

ALL = ("", _("All"))


def lines(rows: int) -> forms.Textarea:
    """A field of some lines."""
    return forms.Textarea(attrs={"rows": rows})


class KitEditForm(forms.Form):
    """A kit as it is written."""

    title = forms.CharField(label=_("title"), max_length=60)
    form = forms.ChoiceField(label=_("form"), choices=KitForm.choices)
    topic = forms.CharField(label=_("topic"), max_length=40)
    about = forms.CharField(label=_("in one sentence"), max_length=120, required=False)
    script = forms.CharField(
        label=_("script"), max_length=20000, widget=lines(16),
        help_text=_("A line: the part, a colon, the words. Hints for the performer in brackets; / or // for beats."),
    )  # fmt: skip
    props = forms.CharField(label=_("props"), max_length=200, required=False)
    laws = forms.CharField(label=_("laws it names"), max_length=2000, required=False, widget=lines(3))
    quiz = forms.CharField(
        label=_("quiz cards"), max_length=8000, required=False, widget=lines(5),
        help_text=_("One card a line: question | right answer | other | other | why."),
    )  # fmt: skip
    length = forms.IntegerField(label=_("minutes long"), min_value=1, max_value=120, required=False)

    def clean_quiz(self) -> list[dict[str, Any]]:
        """Cards; the right answer is the first option typed and shown at a place that follows from the question."""
        cards = []
        for number, raw in enumerate(self.cleaned_data["quiz"].splitlines(), start=1):
            cells = [cell.strip() for cell in raw.replace("｜", "|").split("|")]
            if cells == [""]:
                continue
            if not 4 <= len(cells) <= 6 or not all(cells):
                raise forms.ValidationError(_("Card %d: question | right answer | other | why.") % number)
            question, right, *others, why = cells
            place = len(question) % (len(others) + 1)
            cards.append(
                {"question": question, "options": [*others[:place], right, *others[place:]], "right": place, "why": why}
            )
        return cards


def cards_as_text(cards: list[dict[str, Any]]) -> str:
    """Cards as they are typed."""
    rows = []
    for card in cards:
        options = list(card["options"])
        right = options.pop(card["right"])
        rows.append(" | ".join([card["question"], right, *options, card["why"]]))
    return "\n".join(rows)


class NewKitForm(KitEditForm):
    """A new kit."""

    slug = forms.SlugField(label=_("address"), max_length=60, help_text=_("Small letters and dashes."))
    field_order = ("title", "slug")


class VisitFilter(forms.Form):
    """Which visits are listed."""

    q = forms.CharField(label=_("Place, kit or lecturer"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("state"), required=False, choices=[ALL, *VisitState.choices])
    use_required_attribute = False

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        districts = [ALL, *District.objects.order_by("code").values_list("code", "name")]
        self.fields["district"] = forms.ChoiceField(label=_("district"), required=False, choices=districts)


class PlanForm(forms.Form):
    """A visit to plan."""

    place = forms.CharField(label=_("place"), max_length=60)
    day = forms.DateField(label=_("day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = queries.lecturers() if access.is_office(person) else queries.lecturers().filter(pk=person.pk)
        self.fields["kit"] = forms.ModelChoiceField(queries.public_kits(), label=_("kit"))
        self.fields["lecturer"] = forms.ModelChoiceField(people, label=_("lecturer"), initial=people.first())
        self.fields["district"] = forms.ModelChoiceField(District.objects.order_by("code"), label=_("district"))
        self.order_fields(["kit", "lecturer", "district", "place", "day"])


class ReportForm(forms.Form):
    """What came of a visit."""

    people = forms.IntegerField(label=_("listeners"), min_value=0, max_value=100_000)
    counting = forms.ChoiceField(label=_("how counted"), choices=Counting.choices)
    notes = forms.CharField(label=_("notes"), required=False, max_length=1000, widget=lines(2))


class AudioForm(forms.Form):
    """A recording to learn a kit from."""

    audio = forms.FileField(label=_("audio example"), help_text=_("mp3, m4a, ogg or wav, at most 20 MB."))


class PictureForm(forms.Form):
    """A picture of a visit."""

    picture = forms.FileField(label=_("picture"), help_text=_("Place and device are taken out of it."))
    is_sheet = forms.BooleanField(label=_("It is the signed sheet"), required=False)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("reason"), max_length=500, widget=lines(2))


class DeviceForm(forms.Form):
    """A device to link."""

    name = forms.CharField(label=_("Name of the device"), max_length=40)


class RateForm(PublicForm):
    """One slip."""

    purpose = "slip"
    smile = forms.TypedChoiceField(
        label=_("How was it?"), choices=Rating.Smile.choices, coerce=int, widget=forms.RadioSelect
    )
    line = forms.CharField(label=_("One line, if you like"), max_length=60, required=False)

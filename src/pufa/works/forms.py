"""Forms of these rooms."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import Organisation, User
from pufa.works import queries
from pufa.works.models import Heritage, Level, Work, WorkKind

ALL = ("", _("All"))


class WorkFilter(forms.Form):
    """Which works are listed."""

    q = forms.CharField(label=_("Title or topic"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("kind"), required=False, choices=[ALL, *WorkKind.choices])
    use_required_attribute = False


class WorkForm(forms.ModelForm):  # type: ignore[type-arg]
    """A work as it is written."""

    class Meta:
        model = Work
        fields = (
            "title", "kind", "organisation", "makers", "rights", "licence", "first_on", "first_where", "links",
            "topics",
            "laws", "about", "transcript",
        )  # fmt: skip
        widgets: ClassVar = {
            **{name: forms.Textarea(attrs={"rows": 2}) for name in ("makers", "links", "laws")},
            **{name: forms.Textarea(attrs={"rows": 4}) for name in ("about", "transcript")},
            "first_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Organisation.objects.order_by("code")
        units = units if queries.is_office(person) else units.filter(pk=person.organisation_id or 0)
        self.fields["organisation"] = forms.ModelChoiceField(units, label=_("unit"), initial=person.organisation_id)


class NewWorkForm(WorkForm):
    """A new work."""

    slug = forms.SlugField(label=_("address"), max_length=60, help_text=_("Small letters and dashes."))
    field_order = ("title", "slug")


class AwardForm(forms.Form):
    """An award with its proof."""

    contest = forms.CharField(label=_("contest"), max_length=120)
    rank = forms.CharField(label=_("award"), max_length=60)
    level = forms.ChoiceField(label=_("level"), choices=Level.choices)
    year = forms.IntegerField(label=_("year"), min_value=1980, max_value=2999)
    organiser = forms.CharField(label=_("organiser"), max_length=100, required=False)
    proof = forms.FileField(label=_("proof"), help_text=_("A picture of the certificate."))


class MediumForm(forms.Form):
    """The video, sound or picture."""

    class Media:
        js = (forms.Script("works/upload.js", defer=True),)

    file = forms.FileField(label=_("file"), help_text=_("mp4, webm, mp3, m4a, ogg, wav, or a picture."))


class RenditionForm(forms.Form):
    """The work in another shape."""

    name = forms.CharField(
        label=_("name of the version"), max_length=30, help_text=_("For example: small, sound only.")
    )
    file = forms.FileField(label=_("file"), help_text=_("mp4, webm, mp3, m4a, ogg, wav, or a picture."))


class DropForm(forms.Form):
    """Which version goes."""

    name = forms.ChoiceField(label=_("name of the version"))

    def __init__(self, *args: Any, names: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["name"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(name, name) for name in names]


class PosterForm(forms.Form):
    """The picture that stands for the work."""

    picture = forms.FileField(label=_("poster"))


class CaptionsForm(forms.Form):
    """Captions."""

    captions = forms.FileField(label=_("captions"), help_text=_("WebVTT or SRT."))


class AskForm(forms.Form):
    """Asking for the use of a work."""

    purpose = forms.CharField(label=_("what for"), max_length=200)
    until = forms.DateField(label=_("until"), widget=forms.DateInput(attrs={"type": "date"}))


class AnswerForm(forms.Form):
    """Granting or refusing."""

    is_granted = forms.TypedChoiceField(
        label=_("answer"), choices=[("1", _("Grant it")), ("0", _("Refuse it"))], coerce=lambda value: value == "1"
    )
    text = forms.CharField(label=_("conditions or reason"), max_length=300)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("reason"), max_length=300)


class HeritageForm(forms.ModelForm):  # type: ignore[type-arg]
    """A heritage as it is written."""

    class Meta:
        model = Heritage
        fields = ("name", "form", "level", "district", "lineage", "rights", "story")
        widgets: ClassVar = {
            "lineage": forms.Textarea(attrs={"rows": 3}), "rights": forms.Textarea(attrs={"rows": 3}),
            "story": forms.Textarea(attrs={"rows": 8}),
        }  # fmt: skip


class NewHeritageForm(HeritageForm):
    """A new heritage."""

    slug = forms.SlugField(label=_("address"), max_length=60, help_text=_("Small letters and dashes."))
    field_order = ("name", "slug")

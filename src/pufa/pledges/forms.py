"""Forms of these rooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import Organisation, User
from pufa.pledges import queries
from pufa.pledges.models import Breach, Convention, Promise
from pufa.pledges.queries import access
from pufa.ui.publicforms import PublicForm

ALL = ("", _("All"))


def lines(rows: int) -> forms.Textarea:
    """A field of some lines."""
    return forms.Textarea(attrs={"rows": rows})


class TextForm(forms.Form):
    """A convention as it is written."""

    title = forms.CharField(label=_("title"), max_length=80)
    preamble = forms.CharField(label=_("preamble"), required=False, max_length=2000, widget=lines(3))
    clauses = forms.CharField(label=_("clauses"), max_length=8000, widget=lines(10), help_text=_("One clause a line."))


class NewForm(TextForm):
    """A new convention."""

    slug = forms.SlugField(label=_("address"), max_length=60)
    field_order = ("title", "slug")


class SignForm(forms.Form):
    """Signing for an account of one's unit."""

    confirmed = forms.CharField(label=_("Type the account's name once more"), max_length=80)
    signed_by = forms.CharField(label=_("responsible person"), max_length=40)

    def __init__(self, *args: Any, convention: Convention, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = None if access.is_office(person) else person.organisation
        accounts = queries.not_yet(convention, own)
        self.fields["account"] = forms.ModelChoiceField(accounts, label=_("account"))
        self.order_fields(["account", "confirmed", "signed_by"])


class UnitForm(forms.Form):
    """Signing for a unit, by the office."""

    organisation = forms.ModelChoiceField(Organisation.objects.order_by("code"), label=_("unit"))
    signed_by = forms.CharField(label=_("responsible person"), max_length=40)


class PersonForm(forms.Form):
    """Signing for somebody of public life, by the office."""

    name = forms.CharField(label=_("name"), max_length=20)
    title = forms.CharField(label=_("what they are"), max_length=40)


class LeaveForm(forms.Form):
    """A signatory leaves, or its mark is suspended."""

    number = forms.CharField(label=_("certificate number"), max_length=24)
    reason = forms.CharField(label=_("reason"), max_length=300)


class SignatoryFilter(forms.Form):
    """Which signatories are listed."""

    q = forms.CharField(label=_("Name or unit"), required=False, max_length=60)
    use_required_attribute = False


class TextStepForm(forms.Form):
    """Some words."""

    text = forms.CharField(label=_("text"), max_length=2000, widget=lines(4))


class VerdictForm(forms.Form):
    """A verdict with its reason."""

    verdict = forms.ChoiceField(label=_("verdict"), choices=Breach.Verdict.choices)
    reason = forms.CharField(label=_("reason"), max_length=1000, widget=lines(3))


class BreachForm(PublicForm):
    """A report by anybody."""

    purpose = "breach"
    a_minute = 20
    clause = forms.TypedChoiceField(label=_("Which clause?"), coerce=int)
    text = forms.CharField(
        label=_("What happened there?"),
        max_length=1000,
        widget=lines(4),
        help_text=_("Leave names and numbers of people out."),
    )
    link = forms.URLField(label=_("Where can it be seen?"), required=False, max_length=500, assume_scheme="https")
    contact = forms.CharField(
        label=_("How may we answer?"), required=False, max_length=80, help_text=_("Need not be given; it is sealed."),
    )  # fmt: skip

    def __init__(self, *args: Any, clauses: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [(n, f"{n}. {text}") for n, text in enumerate(clauses, start=1)]  # type: ignore[attr-defined]


class WallForm(PublicForm):
    """Promises on the wall."""

    purpose = "wall"
    a_minute = 600
    promises = forms.TypedMultipleChoiceField(
        label=_("I promise"), choices=Promise.choices, coerce=int, widget=forms.CheckboxSelectMultiple
    )

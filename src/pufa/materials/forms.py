"""Forms of these rooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.materials.models import Edition, Form, Kind, Order, Place
from pufa.materials.queries import access

ALL = ("", _("All"))


class StockFilter(forms.Form):
    """Which stock is listed."""

    q = forms.CharField(label=_("Title or store"), required=False, max_length=60)
    use_required_attribute = False


class MovementFilter(forms.Form):
    """Which movements are listed."""

    q = forms.CharField(label=_("Title, store or occasion"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("what"), required=False, choices=[ALL, *Kind.choices])
    use_required_attribute = False


class OrderFilter(forms.Form):
    """Which orders are listed."""

    q = forms.CharField(label=_("Title, unit or receipt number"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("state"), required=False, choices=[ALL, *Order.State.choices])
    use_required_attribute = False


class TitleForm(forms.Form):
    """A new title."""

    name = forms.CharField(label=_("title"), max_length=120)
    slug = forms.SlugField(label=_("address"), max_length=60, help_text=_("Small letters and dashes."))
    form = forms.ChoiceField(label=_("form"), choices=Form.choices)
    topic = forms.CharField(label=_("topic"), max_length=60, required=False)
    audience = forms.CharField(label=_("for whom"), max_length=60, required=False)
    about = forms.CharField(
        label=_("what it tells"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EditionForm(forms.Form):
    """A new edition."""

    number = forms.IntegerField(label=_("edition"), min_value=1, max_value=999)
    year = forms.IntegerField(label=_("year"), min_value=1980, max_value=2999)
    pages = forms.IntegerField(label=_("pages"), min_value=0, max_value=2000, required=False)
    laws = forms.CharField(
        label=_("laws it names"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One citation a line."),
    )  # fmt: skip

    def clean_pages(self) -> int:
        """Not told is none."""
        return self.cleaned_data["pages"] or 0


class RunForm(forms.Form):
    """A print run that arrives at one store."""

    printed = forms.IntegerField(label=_("copies printed"), min_value=1, max_value=10_000_000)
    delivered_on = forms.DateField(label=_("delivered on"), widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ModelChoiceField(Place.objects.filter(is_closed=False), label=_("store"))
    printer = forms.CharField(label=_("printer"), max_length=80, required=False)
    cost = forms.DecimalField(label=_("cost in yuan"), min_value=0, max_digits=12, decimal_places=2, required=False)
    invoice = forms.CharField(label=_("invoice number"), max_length=40, required=False)


class PaperForm(forms.Form):
    """An edition as PDF."""

    paper = forms.FileField(label=_("PDF to read at home"), help_text=_("Only PDF, at most 20 MB; read by all."))


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class StoreForm(forms.Form):
    """A new store."""

    name = forms.CharField(label=_("store"), max_length=60)
    address = forms.CharField(label=_("address"), max_length=120, required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ModelChoiceField(units, label=_("unit that keeps it"))


class AskForm(forms.Form):
    """A unit's order."""

    count = forms.IntegerField(label=_("copies asked for"), min_value=1, max_value=1_000_000)
    purpose = forms.CharField(label=_("what for"), max_length=200, required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stores = access.stores_of(person).filter(is_closed=False)
        editions = Edition.objects.exclude(state=Edition.State.WITHDRAWN).select_related("title")
        self.fields["edition"] = forms.ModelChoiceField(editions, label=_("edition"))
        self.fields["place"] = forms.ModelChoiceField(stores, label=_("store"))
        self.order_fields(["edition", "place", "count", "purpose"])


class CountForm(forms.Form):
    """A number of copies."""

    count = forms.IntegerField(label=_("copies"), min_value=0, max_value=10_000_000)


class SendForm(forms.Form):
    """From which store an order is sent."""

    origin = forms.ModelChoiceField(Place.objects.filter(is_closed=False), label=_("sent from"))


class DestroyForm(forms.Form):
    """Copies that are written off."""

    count = forms.IntegerField(label=_("copies"), min_value=1, max_value=10_000_000)
    reason = forms.CharField(label=_("What became of them"), max_length=500)

"""What people type about renditions and sendings; a form does its one action and says its refusal itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.accounts.models import User
from pufa.distribution import actions
from pufa.distribution.deed_forms import Deed
from pufa.distribution.models import Delivery, Plan, Rendition, Shape
from pufa.distribution.queries import choosing, renditions
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.matrix.models import Account


class RenditionForm(Deed):
    """The words of one rendition; fields its shape does not have are left out."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    summary = forms.CharField(label=_("Summary"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))
    text = forms.CharField(label=pgettext_lazy("piece", "text"), widget=forms.Textarea({"rows": 9}))
    tags = forms.CharField(
        label=_("Tags"), max_length=200, required=False, help_text=_("Separated by spaces, without #.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Meant for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every platform that takes it."),
    )

    def __init__(
        self, data: Any = None, *, by: User, piece: PiecePage, shape: str, row: Rendition | None = None
    ) -> None:
        names = ("title", "summary", "text", "tags", "kinds")
        super().__init__(data, by=by, initial={name: getattr(row, name) for name in names} if row else None)
        self.piece, self.shape, self.row = piece, shape, row
        fields: dict[str, Any] = self.fields
        fields["kinds"].choices = [(kind.name, choosing.label(kind.name)) for kind in choosing.used_kinds()]
        if shape != Shape.ARTICLE:
            del fields["summary"]
        if shape in {Shape.HEADLINE, Shape.SMS, Shape.BROADCAST}:
            del fields["tags"], fields["kinds"]
        if shape == Shape.HEADLINE:
            del fields["text"]
            fields["title"].required = True

    def act(self) -> Rendition:
        """Makes it, or writes at it."""
        given = dict(self.cleaned_data)
        if self.shape == Shape.HEADLINE:
            given["text"] = given["title"]
        if self.row is None:
            return actions.write(piece=self.piece, shape=self.shape, by=self.by, **given)
        return actions.change(rendition=self.row, by=self.by, **given)


class PlanForm(Deed):
    """Which renditions to which accounts, and when."""

    renditions = forms.ModelMultipleChoiceField(
        Rendition.objects.none(), label=_("Renditions"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Each account gets the first that its platform takes."),
    )  # fmt: skip
    headline = forms.ModelChoiceField(
        Rendition.objects.none(), label=_("Other headline"), required=False, empty_label=_("the piece's own title")
    )
    accounts = forms.ModelMultipleChoiceField(
        Account.objects.none(), label=_("Accounts"), widget=forms.CheckboxSelectMultiple
    )
    at = forms.DateTimeField(
        label=_("Send at"),
        required=False,
        help_text=_("Empty: at once."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    in_slots = forms.BooleanField(
        label=_("Each account at its own next posting time"),
        required=False,
        help_text=_("Accounts that keep no times get it at the time above."),
    )
    repeat_reason = forms.CharField(
        label=_("Why once more"),
        max_length=200,
        required=False,
        help_text=_("Only for accounts that have this piece already."),
    )

    def __init__(self, data: Any = None, *, by: User, piece: PiecePage) -> None:
        super().__init__(data, by=by)
        self.piece = piece
        usable = renditions.usable(piece)
        fields: dict[str, Any] = self.fields
        fields["renditions"].queryset = usable.filter(shape__in=(Shape.ARTICLE, Shape.SHORT, Shape.CAPTION, Shape.CARD))
        fields["headline"].queryset = usable.filter(shape=Shape.HEADLINE)
        fields["accounts"].queryset = Account.objects.registered().whole()

    def clean_at(self) -> Any:
        """A time to come."""
        moment = self.cleaned_data["at"]
        if moment and moment <= clock.now():
            raise forms.ValidationError(_("This time is over. Leave it empty or choose a later one."))
        return moment

    def act(self) -> Plan:
        """Plans it."""
        given = self.cleaned_data
        return actions.plan(
            piece=self.piece,
            accounts=given["accounts"],
            renditions=list(given["renditions"]),
            headline=given["headline"],
            at=given["at"],
            in_slots=given["in_slots"],
            repeat_reason=given["repeat_reason"],
            by=self.by,
        )


class ReasonForm(Deed):
    """A reason for stopping or calling off."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class LinkForm(Deed):
    """The address of a post somebody made by hand, or saw."""

    url = forms.CharField(label=_("Address of the post"), max_length=500, required=False)
    delivery: Delivery

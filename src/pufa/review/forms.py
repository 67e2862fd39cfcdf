"""What people type at the desk's review pages. A deed's form does its one action and says its refusal itself."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pufa.accounts.models import User
from pufa.review import actions, queries
from pufa.review.errors import ReviewError
from pufa.review.models import ChecklistItem, LookBack, Review, Stage, State, Track


class ListForm(forms.Form):
    """Filters of the work list; what cannot be understood filters nothing."""

    q = forms.CharField(label=_("Search in titles"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Gate or result"), required=False, choices=[("", _("everywhere")), *State.choices]
    )
    track = forms.ChoiceField(label=_("Track"), required=False, choices=[("", _("both tracks")), *Track.choices])
    late = forms.ChoiceField(label=_("Due"), required=False, choices=[("", _("any time")), ("late", _("overdue"))])

    def chosen(self) -> dict[str, Any]:
        """The filters that were understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DeedForm(forms.Form):
    """A form for one deed on one review by one person."""

    name: ClassVar[str]
    done: ClassVar[str | Promise]
    state = forms.ChoiceField(choices=State, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, review: Review, by: User) -> None:
        super().__init__(data, prefix=None, initial={"state": review.state}, auto_id=f"{self.name}_%s")
        self.review = review
        self.by = by

    def typed(self) -> list[forms.BoundField]:
        """The fields a person types into, without check list and hidden ones."""
        return [field for field in self.visible_fields() if not field.name.startswith("item_")]

    def act(self) -> None:
        """Does the deed with the cleaned data."""
        raise NotImplementedError

    def run(self) -> bool:
        """Whether the deed was done; a refusal becomes an error of the form.

        The review counts as being where the person saw it, so that a page left open overnight decides nothing.
        """
        if not self.is_valid():
            return False
        self.review.state = self.cleaned_data["state"]
        try:
            self.act()
        except ReviewError as error:
            self.review.refresh_from_db()
            self.add_error(None, str(error))
            return False
        return True


class ApproveForm(DeedForm):
    """The check list of the present gate, each item to be ticked, and a comment."""

    name = "approve"
    done = _("Passed.")
    comment = forms.CharField(
        label=pgettext_lazy("reviewer", "Comment"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, data: Any = None, *, review: Review, by: User) -> None:
        super().__init__(data, review=review, by=by)
        stage = review.stage
        self.items = list(ChecklistItem.objects.filter(stage=stage, active=True)) if stage else []
        for item in self.items:
            self.fields[f"item_{item.pk}"] = forms.BooleanField(label=item.text, required=False)

    def ticks(self) -> list[forms.BoundField]:
        """The check list's fields."""
        return [self[f"item_{item.pk}"] for item in self.items]

    def act(self) -> None:
        """Passes the gate."""
        checklist = {item.text: self.cleaned_data[f"item_{item.pk}"] for item in self.items}
        actions.approve(review=self.review, by=self.by, checklist=checklist, comment=self.cleaned_data["comment"])


class SendBackForm(DeedForm):
    """The reasons for sending back."""

    name = "send_back"
    done = _("Sent back to its authors.")
    reasons = forms.CharField(label=_("Reasons"), max_length=2000, widget=forms.Textarea({"rows": 3}))

    def act(self) -> None:
        """Sends back."""
        actions.send_back(review=self.review, by=self.by, reasons=self.cleaned_data["reasons"])


class ProofForm(DeedForm):
    """One proof pass."""

    name = "proof"
    done = _("The proof pass is recorded.")
    corrections = forms.IntegerField(label=_("Corrections noted"), min_value=0, max_value=9999, initial=0)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))

    def act(self) -> None:
        """Records the pass."""
        actions.record_proof(
            review=self.review,
            by=self.by,
            note=self.cleaned_data["note"],
            corrections=self.cleaned_data["corrections"],
        )


class OverrideForm(DeedForm):
    """Answering for one blocking finding."""

    name = "override"
    done = _("Recorded with your name.")
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=32)
    reason = forms.CharField(label=_("Why it may pass"), max_length=1000)

    def act(self) -> None:
        """Lets the finding pass."""
        actions.override(
            review=self.review,
            by=self.by,
            fingerprint=self.cleaned_data["fingerprint"],
            reason=self.cleaned_data["reason"],
        )


class RecheckForm(DeedForm):
    """Running the machine checks again."""

    name = "recheck"
    done = _("Checked again.")

    def act(self) -> None:
        """Runs the checks."""
        actions.recheck(review=self.review, by=self.by)


class CancelForm(DeedForm):
    """Withdrawing from review."""

    name = "cancel"
    done = _("Withdrawn from review.")
    reason = forms.CharField(label=_("Reason"), max_length=1000)

    def act(self) -> None:
        """Withdraws."""
        actions.cancel(review=self.review, by=self.by, reason=self.cleaned_data["reason"])


class LookBackForm(DeedForm):
    """The second look after publication."""

    name = "look_back"
    done = _("The look-back is recorded.")
    verdict = forms.ChoiceField(label=_("Result"), choices=LookBack.Outcome, widget=forms.RadioSelect)
    note = forms.CharField(
        label=pgettext_lazy("look-back", "What is to be changed"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )

    def act(self) -> None:
        """Records it."""
        actions.look_back(
            review=self.review, by=self.by, verdict=self.cleaned_data["verdict"], note=self.cleaned_data["note"]
        )


DEEDS: dict[str, type[DeedForm]] = {
    form.name: form
    for form in (ApproveForm, SendBackForm, ProofForm, OverrideForm, RecheckForm, CancelForm, LookBackForm)
}


def deeds(review: Review, by: User, bound: DeedForm | None = None) -> dict[str, DeedForm]:
    """A form for every deed; `bound` is the one that was just refused, with what was typed."""
    empty = {name: form(review=review, by=by) for name, form in DEEDS.items()}
    return {**empty, bound.name: bound} if bound is not None else empty


class ChecklistsForm(forms.Form):
    """All three check lists, one item a line."""

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data)
        self.by = by
        for stage in Stage:
            self.fields[stage.value] = forms.CharField(
                label=stage.label,
                help_text=_("One item a line."),
                initial="\n".join(queries.checklist(stage)),
                widget=forms.Textarea({"rows": 6}),
                max_length=6000,
            )

    def run(self) -> bool:
        """Whether the lists were changed; a refusal becomes an error of the form."""
        if not self.is_valid():
            return False
        for stage in Stage:
            texts = self.cleaned_data[stage.value].splitlines()
            try:
                if texts != queries.checklist(stage):
                    actions.change_checklist(stage=stage, texts=texts, by=self.by)
            except ReviewError as error:
                self.add_error(stage.value, str(error))
        return not self.errors

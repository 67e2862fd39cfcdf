"""What people type about forwarding tasks."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.distribution.actions import forward_finds, forwards
from pufa.distribution.deed_forms import Deed
from pufa.distribution.models import Forward, ForwardTask
from pufa.distribution.queries import forwards as forward_queries
from pufa.editorial.models import PiecePage
from pufa.lib import clock, workdays
from pufa.matrix.models import Account, Sector

TIME = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
TIME_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


def time_field(label: Any) -> forms.DateTimeField:
    """A point of time as browsers let people choose it."""
    return forms.DateTimeField(label=label, widget=TIME, input_formats=TIME_FORMATS)


class AskForm(Deed):
    """By when, which kinds of unit whole, which single accounts."""

    due_at = time_field(_("Forward by"))
    note = forms.CharField(label=_("Note to the units"), max_length=300, required=False)
    sectors = forms.MultipleChoiceField(label=_("Whole kinds of unit"), choices=Sector.choices, required=False)
    accounts = forms.ModelMultipleChoiceField(Account.objects.none(), label=_("Accounts"), required=False)

    def __init__(self, data: Any = None, *, by: User, piece: PiecePage, initial: Any = None) -> None:
        super().__init__(data, by=by, initial=initial)
        self.piece = piece
        fields: dict[str, Any] = self.fields
        fields["accounts"].queryset = Account.objects.registered().whole()

    def act(self) -> ForwardTask:
        """Asks the units."""
        given = self.cleaned_data
        asked = forward_queries.asked_accounts(self.piece)
        whole = Account.objects.registered().filter(sector__in=given["sectors"]).exclude(pk__in=asked)
        chosen = [*given["accounts"], *whole]
        return forwards.ask(piece=self.piece, accounts=chosen, due_at=given["due_at"], note=given["note"], by=self.by)


class DueForm(Deed):
    """Another time for a task."""

    due_at = time_field(_("Forward by"))
    task: ForwardTask

    def act(self) -> ForwardTask:
        """Moves it."""
        return forwards.move_due(task=self.task, due_at=self.cleaned_data["due_at"], by=self.by)


class LinkForm(Deed):
    """The address of a post."""

    url = forms.CharField(label=_("Address of the post"), max_length=500)

    def __init__(self, data: Any = None, *, by: User, forward: Forward) -> None:
        super().__init__(data, by=by)
        self.forward = forward

    def act(self) -> Forward:
        """Keeps it for the finder."""
        return forward_finds.give_link(forward=self.forward, url=self.cleaned_data["url"], by=self.by)


def suggested_due(now: datetime) -> datetime:
    """Three days from now at six in the evening, Chinese time."""
    day = clock.in_shanghai(workdays.add(now, 3))
    return day.replace(hour=18, minute=0, second=0, microsecond=0)

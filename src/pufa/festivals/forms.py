"""Forms of these rooms."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from pufa.festivals.models import Forum, Panel
from pufa.lib import clock
from pufa.ui.publicforms import PublicForm


class MomentInput(forms.DateTimeInput):
    """The browser's own day and hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ForumForm(forms.ModelForm):  # type: ignore[type-arg]
    """A forum to plan."""

    class Meta:
        model = Forum
        fields = (
            "name", "slug", "motto", "host", "partners", "district", "venue", "starts_at", "ends_at", "capacity",
            "about",
        )  # fmt: skip
        widgets: ClassVar = {
            "starts_at": MomentInput(), "ends_at": MomentInput(), "about": forms.Textarea(attrs={"rows": 4}),
        }  # fmt: skip


class SessionForm(forms.Form):
    """A session to add."""

    title = forms.CharField(label=_("title"), max_length=100)
    starts_at = forms.DateTimeField(label=_("begins"), widget=MomentInput())
    ends_at = forms.DateTimeField(label=_("ends"), widget=MomentInput())
    room = forms.CharField(label=_("room"), max_length=40, required=False)
    speaker = forms.CharField(label=_("speaker"), max_length=40, required=False)
    speaker_title = forms.CharField(label=_("who the speaker is"), max_length=80, required=False)

    def clean_starts_at(self) -> datetime:
        """On a Chinese clock."""
        return clock.in_shanghai(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> datetime:
        """On a Chinese clock."""
        return clock.in_shanghai(self.cleaned_data["ends_at"])


class HandoutForm(forms.Form):
    """A file of a forum."""

    title = forms.CharField(label=_("title"), max_length=100)
    file = forms.FileField(label=_("file"), help_text=_("PDF, Word, PowerPoint or Excel, at most 20 MB; read by all."))

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"] = forms.ModelChoiceField(forum.sessions.all(), label=_("session"), required=False)
        self.order_fields(["title", "session", "file"])


class CloseForm(forms.Form):
    """The end of a forum."""

    people = forms.IntegerField(label=_("people reached"), min_value=0, max_value=100_000)
    minutes = forms.CharField(label=_("minutes"), max_length=20000, widget=forms.Textarea(attrs={"rows": 10}))


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("reason"), max_length=500)


class CodeForm(forms.Form):
    """A code shown at the door."""

    code = forms.CharField(label=_("Code of a guest, typed or scanned"), max_length=200)


class PanelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A panel's words."""

    class Meta:
        model = Panel
        fields = ("title", "text", "law")
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 4})}


class PictureForm(forms.Form):
    """A panel's picture."""

    picture = forms.FileField(label=_("picture"))
    alt = forms.CharField(label=_("what the picture shows"), max_length=120)


class AudioForm(forms.Form):
    """A panel's sound."""

    audio = forms.FileField(label=_("audio"), help_text=_("mp3, m4a, ogg or wav, at most 20 MB."))


class OrderForm(forms.Form):
    """The order of panels."""

    order = forms.CharField(
        label=_("Order of the panels"), max_length=600, help_text=_("Their numbers, such as 3 1 2.")
    )


class RegisterForm(PublicForm):
    """Registering."""

    purpose = "forum"
    name = forms.CharField(label=_("Name on the badge"), max_length=20)
    unit = forms.CharField(label=_("unit"), max_length=40, required=False)

    def words(self) -> dict[str, Any]:
        """What was written."""
        return {"name": self.cleaned_data["name"], "unit": self.cleaned_data["unit"]}


class CancelForm(PublicForm):
    """Giving a seat back."""

    purpose = "forum-cancel"
